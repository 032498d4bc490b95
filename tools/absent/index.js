throw new Error(
  'onnxruntime-node and sharp are native packages for Node; this project runs in the browser and leaves them out.',
);
