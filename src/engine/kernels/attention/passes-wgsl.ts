import { bindingsWgsl, ENTRY_WGSL } from '../../runtime/webgpu-runner';
import { DROPOUT_UNIFORMS, dropoutWgsl } from '../dropout-wgsl';
import { vectorType, vectorWgsl, vectorWidth } from '../vector-wgsl';
import { type Bindings, PLACES_WGSL, SHAPE_UNIFORMS } from './bindings';
import { GRADIENT_STEP_WGSL, productsWgsl, SOFTMAX_STEP_WGSL, weightedSumWgsl } from './order';
import { keepWgsl, type Part, type Pass, PLACES, rowOf, type RowSource } from './rows-wgsl';

/*
 * Attention without the T×T matrix (Dao et al., FlashAttention, 2022): forward with a running softmax, backward once
 * for the queries and once for the keys with their values, both computing the probabilities again from the logarithm
 * of the softmax's sum.
 */

/** Bindings, functions and the beginning of `main`. */
function begin(source: RowSource, pass: Pass, reads: Bindings, writes: Bindings): string {
  const width = vectorWidth(pass.headSize);
  return `${source.enable}${bindingsWgsl(reads, writes, [...SHAPE_UNIFORMS, ...DROPOUT_UNIFORMS])}
${vectorWgsl(width)}
${dropoutWgsl(pass.dropout, width)}
const DV = ${pass.headSize / width}u;
${PLACES_WGSL}
${source.declarations(pass)}
${ENTRY_WGSL}${source.place}`;
}

/** WGSL of `keep` for a query: one draw for four keys. */
const queryKeep = (pass: Pass) =>
  `${pass.dropout ? 'let draw = drop4(own, block >> 2u);' : ''}
    ${keepWgsl(pass, (i) => `draw[${rowOf(i)}]`)}`;

/** WGSL of a block that is left out, by forms that may, unless there is something to add: padding often is whole blocks. */
const unlessVain = ({ mayBranch }: RowSource, condition: string, body: string) =>
  mayBranch
    ? `
    if (!${condition}) { continue; }${body}`
    : body;

/** → y and the logarithm of each query's sum. */
export function forwardCode(source: RowSource, headSize: number, dropout: boolean): string {
  const pass = { others: 'keys', headSize, dropout } as const;
  const v = vectorType(vectorWidth(headSize));
  const body = `
    var score = vec4<f32>();
    for (var d = 0u; d < DV; d++) {
      ${source.vectors(pass, 'a')}
      ${productsWgsl(ownVector(source, pass, 'a'), 'a', 'score')}
    }${SOFTMAX_STEP_WGSL}
    ${queryKeep(pass)}
    let weight = p * keep;
    for (var d = 0u; d < DV; d++) {
      ${source.vectors(pass, 'b')}
      sum[d] = ${weightedSumWgsl('weight', 'b', 'sum[d] * shrink')};
    }`;
  return `${begin(
    source,
    pass,
    [
      ['qkv', v],
      ['mask', 'i32'],
    ],
    [
      ['y', v],
      ['log_sum', 'f32'],
    ],
  )}
  var sum: array<V, DV>;
  var highest = -1e30;
  var total = 0.0;
  ${ownRows(source, pass, ['a'])}
  ${source.loop(pass, source.block(pass) + unlessVain(source, 'any(real)', body))}
  if (!is_own) { return; }
  // A text of padding alone has no sum, and zeros as its result.
  let divisor = select(1.0, total, total > 0.0);
  let to = row_at(batch, head, token);
  for (var d = 0u; d < DV; d++) { y[to + d] = sum[d] / divisor; }
  log_sum[own] = highest + log(divisor);
}`;
}

/** → dq = dS·k, and `statistics`: the logarithm of each query's sum, and Σ dP∘P, which equals dy·y. */
export function queryGradientCode(source: RowSource, headSize: number, dropout: boolean): string {
  const pass = { others: 'keys', headSize, dropout } as const;
  const v = vectorType(vectorWidth(headSize));
  const body = `${scoresAndUpper(source, pass)}
    ${queryKeep(pass)}${GRADIENT_STEP_WGSL}
    for (var d = 0u; d < DV; d++) {
      ${source.vectors(pass, 'a')}
      sum[d] = ${weightedSumWgsl('ds', 'a', 'sum[d]')};
    }`;
  return `${begin(
    source,
    pass,
    [
      ['qkv', v],
      ['mask', 'i32'],
      ['dy', v],
      ['y', v],
      ['log_sum', 'f32'],
    ],
    [
      ['dqkv', v],
      ['statistics', 'vec2<f32>'],
    ],
  )}
  var sum: array<V, DV>;
  ${ownRows(source, pass, ['a', 'b'])}
  let result = row_at(batch, head, token);
  var delta = 0.0;
  for (var d = 0u; d < DV; d++) { delta = vfma(y[result + d], ${ownVector(source, pass, 'b')}, delta); }
  let log_sums = vec4<f32>(log_sum[own]);
  let deltas = vec4<f32>(delta);
  ${source.loop(pass, source.block(pass) + unlessVain(source, 'any(real)', body))}
  if (!is_own) { return; }
  statistics[own] = vec2<f32>(log_sums.x, delta);
  let to = at(batch, head, token);
  for (var d = 0u; d < DV; d++) { dqkv[to + d] = sum[d]; }
}`;
}

/** → dk = dSᵀ·q and dv = (P∘mask)ᵀ·dy. */
export function keyGradientCode(source: RowSource, headSize: number, dropout: boolean): string {
  const pass = { others: 'queries', headSize, dropout } as const;
  const v = vectorType(vectorWidth(headSize));
  const body = `${scoresAndUpper(source, pass)}${GRADIENT_STEP_WGSL}
    let kept_p = p * keep;
    for (var d = 0u; d < DV; d++) {
      ${source.vectors(pass, 'a')}
      ${source.vectors(pass, 'b')}
      key_sum[d] = ${weightedSumWgsl('ds', 'a', 'key_sum[d]')};
      value_sum[d] = ${weightedSumWgsl('kept_p', 'b', 'value_sum[d]')};
    }`;
  return `${begin(
    source,
    pass,
    [
      ['qkv', v],
      ['mask', 'i32'],
      ['dy', v],
      ['statistics', 'vec2<f32>'],
    ],
    [['dqkv', v]],
  )}
  var key_sum: array<V, DV>;
  var value_sum: array<V, DV>;
  ${ownRows(source, pass, ['a', 'b'])}
  // Nothing depends on a key that is padding.
  let is_real = mask[batch * u.sequence + token] != 0;
  ${source.loop(pass, unlessVain(source, 'is_real', source.block(pass) + body))}
  if (!is_own) { return; }
  let to = at(batch, head, token);
  for (var d = 0u; d < DV; d++) {
    dqkv[to + to_key() + d] = select(V(), key_sum[d], is_real);
    dqkv[to + to_value() + d] = select(V(), value_sum[d], is_real);
  }
}`;
}

const ownPlace = ({ others }: Pass, part: Part) => PLACES[others === 'keys' ? 'queries' : 'keys'][part];

/** WGSL that finds the lane's own rows, and reads them where it keeps them. */
function ownRows({ keepsOwn }: RowSource, pass: Pass, parts: readonly Part[]): string {
  const found = parts.map((part) => `let own_${part}_at = ${ownPlace(pass, part).start('token')};`);
  if (!keepsOwn) return found.join('\n  ');
  const kept = parts.map((part) => `var own_${part}: array<V, DV>;`);
  const read = parts.map((part) => `own_${part}[d] = ${ownPlace(pass, part).array}[own_${part}_at + d];`);
  return `${[...found, ...kept].join('\n  ')}
  for (var d = 0u; d < DV; d++) { ${read.join(' ')} }`;
}

/** WGSL of vector d of the lane's own row. */
function ownVector({ keepsOwn }: RowSource, pass: Pass, part: Part): string {
  return keepsOwn ? `own_${part}[d]` : `${ownPlace(pass, part).array}[own_${part}_at + d]`;
}

/** WGSL of `score` and `dp`, the products of a query with keys, and of its result's gradient with their values. */
function scoresAndUpper(source: RowSource, pass: Pass): string {
  return `
    var score = vec4<f32>();
    var dp = vec4<f32>();
    for (var d = 0u; d < DV; d++) {
      ${source.vectors(pass, 'a')}
      ${source.vectors(pass, 'b')}
      ${productsWgsl(ownVector(source, pass, 'a'), 'a', 'score')}
      ${productsWgsl(ownVector(source, pass, 'b'), 'b', 'dp')}
    }`;
}
