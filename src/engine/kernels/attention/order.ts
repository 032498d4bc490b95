import { four, FOUR } from './rows-wgsl';

/*
 * The one order in which every form of attention sums, so that all of them give the same bits. A lane works for one
 * query (or key) and goes through the keys (queries) of its text four at a time, in ascending order:
 * – a product of two rows is one chain of fused multiply-adds over the head (`vfma`);
 * – the running softmax (Milakov and Gimelshein, 2018) takes the greatest of the four scores into account at once, and
 *   adds their exponentials up in pairs;
 * – rows are added one by one, each by a fused multiply-add, beginning with the lane's neighbour in its own place:
 *   that with number i of a token is row i ^ (token mod 4) of the four. So four lanes that each read one row of them
 *   (`quad-wgsl.ts`) have their own at hand when the first is due, and no lane waits for another.
 * What is padding, or past the end, has the weight 0; four of which none counts may be left out.
 */

/** Adds to `sums`, of four rows, the products of vector d of the lane's own row with theirs, `rows`0 … 3. */
export const productsWgsl = (own: string, rows: string, sums: string) =>
  `${sums} = vec4<f32>(${four((i) => `vfma(${own}, ${rows}${i}, ${sums}[${i}])`)});`;

/** start + Σ weightᵢ·rowᵢ of four rows, of the same vector each. */
export const weightedSumWgsl = (weights: string, rows: string, start: string) =>
  FOUR.reduce((sum, i) => `fma(V(${weights}[${i}]), ${rows}${i}, ${sum})`, start);

/** Takes four scores in: → `p`, exp(score − highest), and `shrink`, which is due to all that was summed before. */
export const SOFTMAX_STEP_WGSL = `
    score = select(vec4<f32>(-1e30), score * u.scale, real);
    let next = max(highest, max(max(score.x, score.y), max(score.z, score.w)));
    let shrink = exp(highest - next);
    let p = select(vec4<f32>(), exp(score - next), real);
    highest = next;
    total = fma(total, shrink, (p.x + p.y) + (p.z + p.w));`;

/**
 * Four probabilities `p` again from the logarithm of the softmax's sum, and the gradients `ds` of the scores; `dp` are
 * the products of dy with the values, `deltas` is Σ dP∘P.
 */
export const GRADIENT_STEP_WGSL = `
    let p = select(vec4<f32>(), exp(fma(score, vec4<f32>(u.scale), -log_sums)), real);
    let ds = p * fma(dp, keep, -deltas) * u.scale;`;
