// SPDX-License-Identifier: GPL-3.0-or-later
// replicate.js MODULES LINES DIR: PouchDB replicates the lines to express-pouchdb in a process of its own, then from it
// into an empty database. Everything at its defaults. Prints {"push": seconds, "pull": seconds}.
'use strict';
const { fork } = require('child_process');
const fs = require('fs');
const path = require('path');

const [modules, lines, dir] = process.argv.slice(2);
const load = (name) => require(path.join(modules, 'node_modules', name));

function serve () {
  const PouchDB = load('pouchdb');
  const app = load('express')();
  const place = path.join(dir, 'server') + path.sep;

  fs.mkdirSync(place, { recursive: true });
  process.chdir(place);
  app.use('/', load('express-pouchdb')(PouchDB.defaults({ prefix: place })));
  const listener = app.listen(0, '127.0.0.1', () => process.send(listener.address().port));
}

async function fill (db) {
  const texts = fs.readFileSync(lines, 'utf8').trimEnd().split('\n');

  for (let i = 0; i < texts.length; i += 1000) {
    const docs = texts.slice(i, i + 1000).map((text, k) =>
      ({ _id: String(i + k).padStart(9, '0'), ...JSON.parse(text) }));
    await db.bulkDocs(docs);
  }
  return texts.length;
}

async function time (work, n) {
  const start = process.hrtime.bigint();
  const result = await work();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;

  if (!result.ok || result.docs_written !== n) throw new Error(JSON.stringify(result));
  return seconds;
}

async function replicate (port, server) {
  const PouchDB = load('pouchdb');
  const url = `http://127.0.0.1:${port}/bench`;
  const source = new PouchDB(path.join(dir, 'source'));
  const n = await fill(source);
  const push = await time(() => source.replicate.to(url), n);
  const empty = new PouchDB(path.join(dir, 'empty'));
  const pull = await time(() => empty.replicate.from(url), n);

  console.log(JSON.stringify({ push, pull }));
  server.kill();
  process.exit(0);
}

if (process.env.HECHA_BENCH_SERVE) {
  serve();
} else {
  const server = fork(__filename, process.argv.slice(2), {
    env: { ...process.env, HECHA_BENCH_SERVE: '1' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  server.once('message', (port) => replicate(port, server).catch((problem) => {
    console.error(problem);
    server.kill();
    process.exit(1);
  }));
}
