#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// test-tus-js.js - somebody else's tus client uploads to the real server, and resumes there when the link is cut.
'use strict'

const crypto = require('crypto')
const fs = require('fs')
const https = require('https')
const net = require('net')
const os = require('os')
const path = require('path')
const { execFileSync, spawn } = require('child_process')
const { Readable } = require('stream')

const MIB = 1024 * 1024
let tus

// ---- the server, and a device that may upload ----

class Server {
  constructor () {
    this.dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'hecha-tus-js-')), 'central')
    execFileSync('hecha-server', ['init', this.dir])
    https.globalAgent.options.ca = fs.readFileSync(path.join(this.dir, 'tls.pem'))
  }

  start () {
    this.process = spawn('hecha-server', ['serve', this.dir, '--listen', '127.0.0.1:0'],
      { stdio: ['ignore', 'pipe', 'inherit'] })
    return new Promise((resolve, reject) => {
      this.process.on('exit', reject)
      this.process.stdout.on('data', (line) => {
        this.url = String(line).trim().split(' ').pop()
        this.port = Number(new URL(this.url).port)
        resolve()
      })
    })
  }

  // On a Unix socket, behind nginx with the configuration that we ship.
  async startBehindProxy () {
    const socket = path.join(this.dir, 's')
    const nginx = path.join(this.dir, 'nginx')
    this.process = spawn('hecha-server', ['serve', this.dir, '--socket', socket],
      { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => this.process.stdout.once('data', resolve))
    this.proxy = spawn(path.join(__dirname, 'nginx.sh'),
      [nginx, socket, path.join(this.dir, 'tls.pem'), path.join(this.dir, 'tls.key')], { stdio: 'inherit' })
    while (!fs.existsSync(path.join(nginx, 'url'))) {
      check(this.proxy.exitCode === null, 'nginx does not start')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    this.url = fs.readFileSync(path.join(nginx, 'url'), 'utf8').trim()
    this.port = Number(new URL(this.url).port)
  }

  async stop () {
    for (const process of [this.proxy, this.process]) {
      if (process) {
        process.removeAllListeners('exit')
        await new Promise((resolve) => {
          process.on('exit', resolve)
          process.kill('SIGTERM')
        })
      }
    }
    this.proxy = undefined
  }

  post (where, document) {
    const body = JSON.stringify(document)
    return new Promise((resolve, reject) => {
      const request = https.request(this.url + where, { method: 'POST', headers: { 'Content-Length': body.length } },
        (answer) => {
          let text = ''
          answer.on('data', (piece) => { text += piece })
          answer.on('end', () => resolve(JSON.parse(text)))
        })
      request.on('error', reject)
      request.end(body)
    })
  }

  // With keys of its own, made here: RFC 8410 puts the raw key behind twelve bytes.
  async enrol () {
    const raw = (kind) =>
      crypto.generateKeyPairSync(kind).publicKey.export({ type: 'spki', format: 'der' }).subarray(12)
    const code = JSON.parse(execFileSync('hecha-server',
      ['invite', this.dir, '--role', 'team', '--team', 'T1', '--name', 'tus', '--json'])).code
    const answer = await this.post('/v1/enrol', {
      box_key: 'x25519:' + raw('x25519').toString('hex'),
      code,
      key: 'ed25519:' + raw('ed25519').toString('hex'),
      name: 'tus'
    })
    this.token = answer.token
  }

  has (digest) {
    const hex = digest.split(':')[1]
    const file = path.join(this.dir, 'evidence', hex.slice(0, 2), hex)
    return fs.existsSync(file) &&
      crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex') === hex
  }
}

// A link that breaks each time that it has carried so many bytes up, and counts them.
class BadLink {
  constructor (port, bytesPerCut, cuts) {
    this.carried = 0
    this.cuts = 0
    this.listener = net.createServer((client) => {
      const server = net.connect(port, '127.0.0.1')
      let here = 0
      client.on('data', (piece) => {
        here += piece.length
        this.carried += piece.length
        if (here > bytesPerCut && this.cuts < cuts) {
          this.cuts++
          client.destroy()
          server.destroy()
        } else if (!server.write(piece)) {
          client.pause()
          server.once('drain', () => client.resume())
        }
      })
      server.pipe(client)
      client.on('error', () => server.destroy())
      server.on('error', () => client.destroy())
    })
  }

  listen () {
    return new Promise((resolve) => this.listener.listen(0, '127.0.0.1', () => resolve(this.listener.address().port)))
  }
}

// ---- uploading ----

function makeFile (size) {
  const bytes = crypto.randomBytes(size)
  return { bytes, digest: 'sha256:' + crypto.createHash('sha256').update(bytes).digest('hex') }
}

function upload (server, file, options = {}) {
  const requests = []
  const result = new Promise((resolve, reject) => {
    const it = new tus.Upload(file.bytes, {
      endpoint: (options.url || server.url) + '/v1/evidence',
      headers: { Authorization: 'Bearer ' + server.token },
      metadata: { digest: file.digest, filename: '照片.jpg' },
      retryDelays: [10, 20, 40, 80, 160],
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => requests.push(request.getMethod()),
      onSuccess: () => resolve(it),
      onError: reject,
      ...options.tus
    })
    if (options.begun) options.begun(it)
    it.start()
  })
  return { result, requests }
}

function check (truth, what) {
  if (!truth) throw new Error(what)
}

// ---- the promises ----

async function wholeFileInOneRequest (server) {
  const file = makeFile(20 * MIB)
  const { result, requests } = upload(server, file)
  await result
  check(server.has(file.digest), 'the file is not there')
  check(requests.join() === 'POST,PATCH', requests.join())
}

async function fileInPieces (server) {
  const file = makeFile(5 * MIB + 17)
  const { result, requests } = upload(server, file, { tus: { chunkSize: MIB } })
  await result
  check(server.has(file.digest), 'the file is not there')
  check(requests.filter((method) => method === 'PATCH').length === 6, requests.join())
}

async function bytesWithTheCreation (server) {
  const file = makeFile(3 * MIB)
  const { result, requests } = upload(server, file, { tus: { uploadDataDuringCreation: true } })
  await result
  check(server.has(file.digest), 'the file is not there')
  check(requests.join() === 'POST', requests.join())
}

async function cutLink (server) {
  const file = makeFile(30 * MIB)
  const link = new BadLink(server.port, 4 * MIB, 6)
  const port = await link.listen()
  const { result, requests } = upload(server, file, { url: 'https://127.0.0.1:' + port })
  await result
  link.listener.close()
  check(server.has(file.digest), 'the file is not there')
  check(link.cuts === 6, link.cuts + ' cuts')
  check(requests.filter((method) => method === 'HEAD').length >= 6, requests.join())
  // what was on its way at a cut is lost; what the server had received is never sent again
  const again = link.carried - file.bytes.length
  check(again < 6 * 2 * MIB, again + ' bytes were carried more than once')
}

// Were the proxy to buffer uploads, a cut would lose all that it had taken in.
async function cutLinkToTheProxy (server) {
  await server.stop()
  await server.startBehindProxy()
  try {
    await cutLink(server)
  } finally {
    await server.stop()
    await server.start()
  }
}

async function anotherDay (server) {
  const file = makeFile(12 * MIB)
  let url
  await new Promise((resolve, reject) => {
    upload(server, file, {
      begun: (it) => {
        it.options.onProgress = (sent) => {
          if (sent > 5 * MIB && !url) {
            url = it.url
            it.abort().then(resolve, reject)
          }
        }
      }
    }).result.catch(reject)
  })
  await server.stop()
  await server.start()
  const { result, requests } = upload(server, file, { tus: { uploadUrl: server.url + new URL(url).pathname } })
  await result
  check(server.has(file.digest), 'the file is not there')
  check(requests[0] === 'HEAD', requests.join())
}

async function givenUp (server) {
  const file = makeFile(2 * MIB)
  const { result } = upload(server, { ...file, bytes: Readable.from([file.bytes.subarray(0, MIB)]) },
    { tus: { uploadSize: 2 * MIB, chunkSize: MIB / 2, retryDelays: null } })
  const failed = await result.then(() => null, (error) => error)
  check(failed !== null, 'a file that is too short was taken')
  check(!server.has(file.digest), 'half a file is there')
}

async function wrongFile (server) {
  const file = makeFile(MIB)
  file.bytes[5] ^= 1
  const { result } = upload(server, file, { tus: { retryDelays: null } })
  const failed = await result.then(() => null, (error) => error)
  check(failed !== null && failed.originalResponse.getStatus() === 460, 'a wrong file was taken: ' + failed)
}

const promises = [
  ['a-whole-file-in-one-request', wholeFileInOneRequest],
  ['a-file-in-pieces', fileInPieces],
  ['bytes-may-come-with-the-creation', bytesWithTheCreation],
  ['a-cut-link-goes-on-where-it-was', cutLink],
  ['a-cut-link-to-the-proxy-goes-on-where-it-was', cutLinkToTheProxy],
  ['another-day-after-a-restart-it-goes-on', anotherDay],
  ['a-file-that-is-too-short-is-not-taken', givenUp],
  ['a-wrong-file-is-refused', wrongFile]
]

function hasNginx () {
  return (process.env.PATH + ':/usr/sbin').split(':').some((dir) => fs.existsSync(path.join(dir, 'nginx')))
}

async function run () {
  const server = new Server()
  let status = 0
  await server.start()
  await server.enrol()
  console.log('1..' + promises.length)
  for (const [index, [name, promise]] of promises.entries()) {
    if (promise === cutLinkToTheProxy && !hasNginx()) {
      console.log(`ok ${index + 1} /tus-js/${name} # SKIP nginx is not installed`)
      continue
    }
    try {
      await promise(server)
      console.log(`ok ${index + 1} /tus-js/${name}`)
    } catch (error) {
      status = 1
      console.log(`not ok ${index + 1} /tus-js/${name}`)
      console.log(String((error && error.stack) || error).replace(/^/gm, '# '))
    }
  }
  await server.stop()
  fs.rmSync(path.dirname(server.dir), { recursive: true })
  process.exit(status)
}

try {
  tus = require(path.join(process.env.HECHA_BUILD_DIR || 'build', 'node/node_modules/tus-js-client'))
} catch (error) {
  console.log('1..0 # SKIP tus-js-client is not installed in build/node')
  process.exit(0)
}
run()
