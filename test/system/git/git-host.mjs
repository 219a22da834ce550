// A Git server over HTTP on loopback, for programs that run while the test waits: `git http-backend` on the repositories of a folder.
// node git-host.mjs FOLDER prints its URL. What it is asked for is written to FOLDER/log.
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  appendFileSync(join(folder, 'log'), `${request.method} ${request.url} ${JSON.stringify(request.headers)}\n`);
  const owner = url.pathname.split('/')[1];
  if (owner === 'private') return response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  if (owner === 'moved') return response.writeHead(302, { location: `/team${url.pathname.slice('/moved'.length)}${url.search}` }).end();
  if (owner === 'broken') return request.socket.destroy();
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: request.headers['git-protocol'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  const chunks = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.on('close', () => {
    const whole = Buffer.concat(chunks);
    const end = whole.indexOf('\r\n\r\n');
    const headers = whole
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(': '));
    const status = headers.find(([name]) => name === 'Status')?.[1] ?? '200';
    response.writeHead(Number(status.slice(0, 3)), Object.fromEntries(headers.filter(([name]) => name !== 'Status'))).end(whole.subarray(end + 4));
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
