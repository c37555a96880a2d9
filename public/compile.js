'use strict';
// Fetches and compiles the WASM of that name, in the page and in its workers; with gzip it is fetched as .gz.

// Gzip or not is seen by the first bytes: some hosts name the encoding and the browser unpacks it, others serve the bytes as they are.
const unpacked = async body => {
  const reader = body.getReader(), { done, value } = await reader.read();
  const whole = new ReadableStream({
    start: out => { if (done) out.close(); else out.enqueue(value); },
    pull: async out => { const next = await reader.read(); if (next.done) out.close(); else out.enqueue(next.value); },
    cancel: why => reader.cancel(why),
  });
  return !done && value[0] === 0x1f && value[1] === 0x8b ? whole.pipeThrough(new DecompressionStream('gzip')) : whole;
};

const compile = async (name, gzip) => {
  const packed = gzip && typeof DecompressionStream === 'function', url = packed ? name + '.gz' : name;
  const response = await fetch(url);
  if (!response.ok) throw new Error(url + ': ' + response.status + ' ' + response.statusText);
  // A host that does not know the type of .wasm is helped by a response of our own; the host's is taken where it will do, since browsers
  // keep what they compiled of it for the next visit.
  const typed = !packed && (response.headers.get('Content-Type') || '').startsWith('application/wasm');
  const body = typed ? response : new Response(packed ? await unpacked(response.body) : response.body, { headers: { 'Content-Type': 'application/wasm' } });
  return WebAssembly.compileStreaming ? WebAssembly.compileStreaming(body) : WebAssembly.compile(await body.arrayBuffer());
};
