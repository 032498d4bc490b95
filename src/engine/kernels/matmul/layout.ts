/** Which operand is stored transposed: nt = a·bᵀ (forward), nn = a·b (input gradient), tn = aᵀ·b (weight gradient). */
export type Layout = 'nt' | 'nn' | 'tn';
