/** Dispatches and submissions of this realm so far. */
export interface GpuCounts {
  dispatches: number;
  submissions: number;
}

/** Counts at the WebGPU interface itself, the same way for everybody. Call before a device is made. */
export function countGpuCalls(): GpuCounts {
  const counts: GpuCounts = { dispatches: 0, submissions: 0 };
  if (typeof GPUQueue === 'undefined') return counts;
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...args) {
    counts.dispatches++;
    dispatchWorkgroups.apply(this, args);
  };
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (...args) {
    counts.submissions++;
    submit.apply(this, args);
  };
  return counts;
}
