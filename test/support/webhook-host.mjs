// A webhook on loopback, for programs that run while the test waits. node webhook-host.mjs LOG prints its URL; each request is a line of LOG.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [log] = process.argv.slice(2);

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { method, url, headers } = request;
    appendFileSync(log, `${JSON.stringify({ method, url, headers, body: Buffer.concat(chunks).toString() })}\n`);
    if (url === '/moved') return response.writeHead(302, { location: '/taken' }).end();
    if (url === '/refused') return response.writeHead(400).end('secret words of the server');
    if (url === '/broken') return request.socket.destroy();
    if (url === '/silent') return undefined;
    if (url === '/endless') {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65536)));
        if (!response.destroyed) response.once('drain', pour);
      };
      return pour();
    }
    return response.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
