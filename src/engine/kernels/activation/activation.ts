import type { Activation as HiddenActivation } from '../../models/bert/config';

/** Activation functions by their config.json names, and the pooler's tanh. */
export type Activation = HiddenActivation | 'tanh';

const SQRT_2_OVER_PI = 0.7978845608028654;
const INV_SQRT_2 = 0.7071067811865476;
const INV_SQRT_2PI = 0.3989422804014327;

/**
 * The error function to 1e-8 absolute: rational approximations near 0 and 1 (the coefficients of FreeBSD's
 * msun/s_erf.c), and erfc's Chebyshev fit of Numerical Recipes 6.2 beyond 1.25.
 */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 0.84375) return x + x * erfSmall(x * x);
  const value = a < 1.25 ? 0.8450629115104675 + erfMiddle(a - 1) : 1 - erfcLarge(a);
  return x < 0 ? -value : value;
}

function erfSmall(z: number): number {
  const p =
    0.12837916709551256 +
    z *
      (-0.3250421072470015 +
        z * (-0.02848174957559851 + z * (-0.005770270296489442 + z * -2.3763016656650163e-5)));
  const q =
    1 +
    z *
      (0.39791722395915535 +
        z *
          (0.0650222499887673 +
            z * (0.005081306281875766 + z * (1.3249473800432164e-4 + z * -3.960228278775368e-6))));
  return p / q;
}

function erfMiddle(s: number): number {
  const p =
    -0.0023621185607526594 +
    s *
      (0.41485611868374833 +
        s *
          (-0.3722078760357013 +
            s *
              (0.31834661990116175 +
                s * (-0.11089469428239668 + s * (0.035478304325618236 + s * -0.002166375594868791)))));
  const q =
    1 +
    s *
      (0.10642088040084423 +
        s *
          (0.540397917702171 +
            s *
              (0.07182865441419627 +
                s * (0.12617121980876164 + s * (0.01363708391202905 + s * 0.011984499846799107)))));
  return p / q;
}

function erfcLarge(a: number): number {
  const t = 1 / (1 + 0.5 * a);
  let sum = 0.17087277;
  for (const c of ERFC_FIT) sum = c + t * sum;
  return t * Math.exp(-a * a + sum);
}
const ERFC_FIT = [
  -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  -1.26551223,
];

const geluTanh = (z: number) => 0.5 * z * (1 + Math.tanh(SQRT_2_OVER_PI * (z + 0.044715 * z * z * z)));
const geluTanhDerivative = (z: number) => {
  const t = Math.tanh(SQRT_2_OVER_PI * (z + 0.044715 * z * z * z));
  return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * 0.044715 * z * z);
};

const FORWARD: Readonly<Record<Activation, (z: number) => number>> = {
  gelu: (z) => 0.5 * z * (1 + erf(z * INV_SQRT_2)),
  gelu_new: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  relu: (z) => (z > 0 ? z : 0),
  silu: (z) => z / (1 + Math.exp(-z)),
  tanh: Math.tanh,
};

const DERIVATIVE: Readonly<Record<Activation, (z: number) => number>> = {
  gelu: (z) => 0.5 * (1 + erf(z * INV_SQRT_2)) + z * INV_SQRT_2PI * Math.exp(-0.5 * z * z),
  gelu_new: geluTanhDerivative,
  gelu_pytorch_tanh: geluTanhDerivative,
  relu: (z) => (z > 0 ? 1 : 0),
  silu: (z) => {
    const s = 1 / (1 + Math.exp(-z));
    return s * (1 + z * (1 - s));
  },
  tanh: (z) => {
    const t = Math.tanh(z);
    return 1 - t * t;
  },
};

/** out[i] = act(z[i]); one call site a function, so that the engine can inline it. */
export function activateArray(name: Activation, z: Float32Array, out: Float32Array): void {
  const f = FORWARD[name];
  for (let i = 0; i < z.length; i++) out[i] = f(z[i] as number);
}

/** out[i] = dy[i]·act′(z[i]). */
export function activateArrayBackward(
  name: Activation,
  z: Float32Array,
  dy: Float32Array,
  out: Float32Array,
): void {
  const f = DERIVATIVE[name];
  for (let i = 0; i < z.length; i++) out[i] = (dy[i] as number) * f(z[i] as number);
}

/*
 * In shaders exp and tanh are clamped: several drivers return NaN far out. erf there is Abramowitz & Stegun
 * 7.1.26 (absolute error 1.5e-7).
 */
const COMMON_WGSL = /* wgsl */ `
fn safe_tanh(x: f32) -> f32 { return tanh(clamp(x, -15.0, 15.0)); }
fn erf(x: f32) -> f32 {
  let a = abs(x);
  let t = 1.0 / (1.0 + 0.3275911 * a);
  let p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(x) * (1.0 - p * exp(-a * a));
}
`;

const GELU_TANH_WGSL = `return 0.5 * z * (1.0 + safe_tanh(${SQRT_2_OVER_PI} * (z + 0.044715 * z * z * z)));`;
const GELU_TANH_DERIVATIVE_WGSL = `let t = safe_tanh(${SQRT_2_OVER_PI} * (z + 0.044715 * z * z * z));
    return 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * ${SQRT_2_OVER_PI} * (1.0 + 0.134145 * z * z);`;

const FORWARD_WGSL: Readonly<Record<Activation, string>> = {
  gelu: `return 0.5 * z * (1.0 + erf(z * ${INV_SQRT_2}));`,
  gelu_new: GELU_TANH_WGSL,
  gelu_pytorch_tanh: GELU_TANH_WGSL,
  relu: 'return max(z, 0.0);',
  silu: 'return z / (1.0 + exp(-clamp(z, -80.0, 80.0)));',
  tanh: 'return safe_tanh(z);',
};

const DERIVATIVE_WGSL: Readonly<Record<Activation, string>> = {
  gelu: `return 0.5 * (1.0 + erf(z * ${INV_SQRT_2})) + z * ${INV_SQRT_2PI} * exp(-0.5 * z * z);`,
  gelu_new: GELU_TANH_DERIVATIVE_WGSL,
  gelu_pytorch_tanh: GELU_TANH_DERIVATIVE_WGSL,
  relu: 'return select(0.0, 1.0, z > 0.0);',
  silu: 'let s = 1.0 / (1.0 + exp(-clamp(z, -80.0, 80.0))); return s * (1.0 + z * (1.0 - s));',
  tanh: 'let t = safe_tanh(z); return 1.0 - t * t;',
};

/** WGSL functions `activate(z)` and `activate_derivative(z)` on f32. */
export function activationWgsl(name: Activation): string {
  return `${COMMON_WGSL}
fn activate(z: f32) -> f32 { ${FORWARD_WGSL[name]} }
fn activate_derivative(z: f32) -> f32 { ${DERIVATIVE_WGSL[name]} }
`;
}
