// node serve.mjs FOLDER [PORT [plain]]: serves the page's files on this machine only, compressed, and with the headers that
// let a page use threads; `plain` leaves those out, as most static hosts do.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { extname, join, normalize } from 'node:path';

const [folder = 'build/web', port = '8000', plain] = process.argv.slice(2);
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm', '.ttf': 'font/ttf', '.safetensors': 'application/octet-stream' };
const packed = new Map();

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  const name = path.endsWith('/') ? `${path}index.html` : path;
  const isolation = plain ? {} : { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
  const headers = { ...isolation, 'Content-Type': types[extname(name)] ?? 'application/octet-stream', 'Cache-Control': 'no-cache' };
  try {
    let body = await readFile(join(folder, name));
    if (!name.endsWith('.gz') && (request.headers['accept-encoding'] ?? '').includes('br')) {
      if (!packed.get(name)?.body.equals(body))
        packed.set(name, { body, small: brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) });
      body = packed.get(name).small;
      headers['Content-Encoding'] = 'br';
    }
    response.writeHead(200, headers).end(body);
  } catch {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('no such file\n');
  }
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `port ${port} is in use: try --port with another one` : error.message);
  process.exit(4);
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
