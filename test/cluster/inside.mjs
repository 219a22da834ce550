// Runs in a network of a test's own (network.ts): pods, the service that authenticates, and the ways in and out, which are sockets in the
// file system. Every answer says what was asked and at which address, so that the test decides what is right.
import { readFileSync, renameSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

const [folder, apiServer] = process.argv.slice(2);
const path = (name) => join(folder, name);
const pair = (name) => ({ cert: readFileSync(path(`${name}.crt`)), key: readFileSync(path(`${name}.key`)) });
/** Address and port of the service that authenticates. */
const AUTHENTICATION = ['10.244.0.53', 443];

const asked = (request) => ({ address: request.socket.localAddress, method: request.method, url: request.url, headers: request.headers });

function couple(from, to) {
  for (const [one, other] of [
    [from, to],
    [to, from],
  ]) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
    one.pipe(other);
  }
}

/** Of every agent: PAP-Hooks. `x-wait` says how many milliseconds the answer takes. */
const hooks = createHttpServer((request, response) => {
  request.resume();
  const answer = () => response.setHeader('content-type', 'application/json').end(JSON.stringify(asked(request)));
  request.on('end', () => setTimeout(answer, Number(request.headers['x-wait'] ?? 0)));
});

/** Of every agent: PAP-CP, which demands the certificate of a client. */
const controlPlane = createTlsServer({ ...pair('agent'), ca: readFileSync(path('station.crt')), requestCert: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.end(JSON.stringify({ address: socket.localAddress, client: socket.getPeerCertificate().subject.CN }));
});

let questions = 0;
/** Lets everybody in but `nobody`, and fails for some; tells agents what it was asked. `/questions` says how often. */
const authentication = createHttpsServer(pair('authentication'), (request, response) => {
  request.resume();
  if (request.url === '/questions') {
    response.end(String(questions));
    return;
  }
  questions++;
  const { authorization } = request.headers;
  if (authorization === 'nobody') {
    response.writeHead(403, { 'x-reason': 'nobody', 'content-type': 'text/plain' }).end('you are nobody');
  } else if (authorization === 'without a name') {
    response.end();
  } else if (authorization === 'hang up') {
    request.socket.destroy();
  } else if (authorization === 'too much') {
    response.end('x'.repeat(1_048_577));
  } else {
    response
      .setHeader('x-auth-user', 'alice')
      .setHeader('x-auth-agent', JSON.stringify(asked(request)))
      .setHeader('x-auth-other', 'not for agents')
      .end();
  }
});

/** To the API server, which is outside. */
const api = createServer((socket) => couple(socket, connect(path('api.sock'))));

/** For the test: a line with the address to come from, and the address and port to go to. */
const door = createServer((socket) => {
  socket.once('error', () => socket.destroy());
  socket.once('data', (data) => {
    const end = data.indexOf('\n');
    const [from, to] = data.subarray(0, end).toString().split(' ');
    const at = to.lastIndexOf(':');
    socket.unshift(data.subarray(end + 1));
    couple(socket, connect({ host: to.slice(0, at), port: Number(to.slice(at + 1)), localAddress: from }));
  });
});

const listening = (server, ...at) => new Promise((resolve, reject) => server.once('error', reject).listen(...at, resolve));
await listening(hooks, 8080, '0.0.0.0');
await listening(controlPlane, 50051, '0.0.0.0');
await listening(authentication, ...AUTHENTICATION.toReversed());
await listening(api, Number(apiServer), '127.0.0.1');
// Under its name when everything listens.
await listening(door, path('door.made'));
renameSync(path('door.made'), path('door.sock'));
