#include "cpu/compile_kernels.hpp"

#include <type_traits>

#include "equations/loaded_object.hpp"

namespace hux::cpu {

template <class Real>
compiled_kernels compile_kernels(const model_source& model, const std::string& integrator, int vector_bytes) {
  const std::string real = std::is_same_v<Real, float> ? "float" : "double";
  const std::string source = "#include \"cpu/advance.hpp\"\n#include \"hux/device/integrators/" + integrator +
                             ".hpp\"\n" + model.text + "\nusing advancer = hux::cpu::advancer<hux::" + model.type +
                             ", hux::" + integrator + ", " + real + ", " + std::to_string(vector_bytes) +
                             ">;\nextern \"C\" {\nextern const hux::cpu::kernels<" + real +
                             "> hux_kernels;\nconst hux::cpu::kernels<" + real +
                             "> hux_kernels{advancer::advance, advancer::stagger, advancer::width};\n}\n";
  const loaded_object object(source, vector_bytes);
  return {integrator, sizeof(Real), vector_bytes, object.symbol("hux_kernels")};
}

template compiled_kernels compile_kernels<float>(const model_source&, const std::string&, int);
template compiled_kernels compile_kernels<double>(const model_source&, const std::string&, int);

}  // namespace hux::cpu
