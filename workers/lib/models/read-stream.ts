/** The pieces of a stream; whoever stops early lets go of it. */
export async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let open = true;
  try {
    while (open) {
      const { done, value } = await reader.read();
      open = !done;
      if (!done) yield value;
    }
  } catch (thrown) {
    open = false;
    throw thrown;
  } finally {
    if (open) await reader.cancel();
  }
}
