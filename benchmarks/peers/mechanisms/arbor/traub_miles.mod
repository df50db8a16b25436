: Traub & Miles 1991 as used in Brette et al. 2007: the currents of a COBAHH cell.

NEURON {
  SUFFIX traub_miles
  NONSPECIFIC_CURRENT i
  RANGE gna, gk, gl, ena, ek, el, vt
}

UNITS {
  (mV) = (millivolt)
  (mA) = (milliamp)
  (S) = (siemens)
}

PARAMETER {
  gna = 0.1 (S/cm2)
  gk = 0.03 (S/cm2)
  gl = 5e-5 (S/cm2)
  ena = 50 (mV)
  ek = -90 (mV)
  el = -60 (mV)
  vt = -63 (mV)
}

STATE { m h n }

INITIAL {
  m = 0
  h = 0
  n = 0
}

BREAKPOINT {
  SOLVE states METHOD cnexp
  i = gna*m*m*m*h*(v - ena) + gk*n*n*n*n*(v - ek) + gl*(v - el)
}

DERIVATIVE states {
  LOCAL u, am, bm, ah, bh, an, bn
  u = v - vt
  am = 1.28*exprelr((13 - u)/4)
  bm = 1.4*exprelr((u - 40)/5)
  ah = 0.128*exp((17 - u)/18)
  bh = 4/(1 + exp((40 - u)/5))
  an = 0.16*exprelr((15 - u)/5)
  bn = 0.5*exp((10 - u)/40)
  m' = am*(1 - m) - bm*m
  h' = ah*(1 - h) - bh*h
  n' = an*(1 - n) - bn*n
}
