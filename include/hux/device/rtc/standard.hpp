#pragma once

/// What equations and their kernels use of the standard library, for NVRTC, which has none.
#define __builtin_fabs ::fabs
#define __builtin_fabsf ::fabsf
#define __builtin_fma ::fma
#define __builtin_fmaf ::fmaf
#define __builtin_sqrt ::sqrt
#define __builtin_sqrtf ::sqrtf

using int8_t = signed char;
using int16_t = short;
using int32_t = int;
using int64_t = long;
using uint8_t = unsigned char;
using uint16_t = unsigned short;
using uint32_t = unsigned;
using uint64_t = unsigned long;
using size_t = decltype(sizeof 0);
using ptrdiff_t = long;
using uintptr_t = unsigned long;

namespace std {

using ::int16_t;
using ::int32_t;
using ::int64_t;
using ::int8_t;
using ::ptrdiff_t;
using ::size_t;
using ::uint16_t;
using ::uint32_t;
using ::uint64_t;
using ::uint8_t;

template <class T, T Value>
struct integral_constant {
  static constexpr T value = Value;
};
using true_type = integral_constant<bool, true>;
using false_type = integral_constant<bool, false>;

template <class A, class B>
inline constexpr bool is_same_v = false;
template <class A>
inline constexpr bool is_same_v<A, A> = true;

template <bool Condition, class Yes, class No>
struct conditional {
  using type = Yes;
};
template <class Yes, class No>
struct conditional<false, Yes, No> {
  using type = No;
};
template <bool Condition, class Yes, class No>
using conditional_t = typename conditional<Condition, Yes, No>::type;

template <class T>
struct type_identity {
  using type = T;
};
template <class T>
using type_identity_t = typename type_identity<T>::type;

template <class T>
struct remove_const {
  using type = T;
};
template <class T>
struct remove_const<const T> {
  using type = T;
};
template <class T>
using remove_const_t = typename remove_const<T>::type;

template <class T>
inline constexpr bool is_signed_v = T(-1) < T(0);
template <class T>
inline constexpr bool is_integral_v = false;
template <>
inline constexpr bool is_integral_v<int> = true;
template <>
inline constexpr bool is_integral_v<unsigned> = true;
template <>
inline constexpr bool is_integral_v<long> = true;
template <>
inline constexpr bool is_integral_v<unsigned long> = true;

template <class T>
struct numeric_limits;
template <>
struct numeric_limits<float> {
  static constexpr float infinity() { return __builtin_bit_cast(float, 0x7f800000u); }
  static constexpr float quiet_NaN() { return __builtin_bit_cast(float, 0x7fc00000u); }
};
template <>
struct numeric_limits<double> {
  static constexpr double infinity() { return __builtin_bit_cast(double, 0x7ff0000000000000ul); }
  static constexpr double quiet_NaN() { return __builtin_bit_cast(double, 0x7ff8000000000000ul); }
};

template <class To, class From>
constexpr To bit_cast(const From& from) {
  return __builtin_bit_cast(To, from);
}

template <class T, size_t Size>
struct array {
  T elements[Size];
  constexpr T& operator[](size_t i) { return elements[i]; }
  constexpr const T& operator[](size_t i) const { return elements[i]; }
  constexpr const T* begin() const { return elements; }
  constexpr const T* end() const { return elements + Size; }
  static constexpr size_t size() { return Size; }
};
template <class T, class... Others>
array(T, Others...) -> array<T, 1 + sizeof...(Others)>;
template <class T>
struct array<T, 0> {
  constexpr const T* begin() const { return nullptr; }
  constexpr const T* end() const { return nullptr; }
  static constexpr size_t size() { return 0; }
};

class string_view {
 public:
  constexpr string_view() = default;
  constexpr string_view(const char* text) : begin_(text) {
    while (text[size_] != 0) ++size_;
  }
  [[nodiscard]] constexpr const char* begin() const { return begin_; }
  [[nodiscard]] constexpr const char* end() const { return begin_ + size_; }

 private:
  const char* begin_ = nullptr;
  size_t size_ = 0;
};

}  // namespace std
