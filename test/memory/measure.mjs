// @ts-check
/**
 * Peaks of resident memory, in kB, of a program here, of its Python twin and of a bare Node.
 *
 *   node test/memory/measure.mjs temporaries [--worker]   one program, as JSON
 *   node test/memory/measure.mjs --record                 Python's peaks, into python_peaks.json
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { fileURLToPath } from 'node:url'
import { findPython } from '../find_python.mjs'

export const programs = ['temporaries', 'live', 'tiny', 'mlp', 'conv', 'func', 'hooks']

/** @param {string} name */
const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const table = path('python_peaks.json')

/**
 * One thread on both sides: what OpenMP's threads hold differs from machine to machine.
 * @param {string} file
 * @param {string[]} args
 */
function run(file, args) {
  const env = { ...process.env, OMP_NUM_THREADS: '1' }
  return JSON.parse(
    execFileSync(file, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  )
}

const bareNode = () =>
  run(process.execPath, [
    '-e',
    "console.log(/VmHWM:\\s*(\\d+)/.exec(require('fs').readFileSync('/proc/self/status', 'utf8'))[1])",
  ])

/**
 * @param {string} name
 * @param {string[]} flags
 */
function measure(name, flags) {
  const python = findPython()
  const [half, peak] = run(process.execPath, [path('run.mjs'), name, ...flags])
  const twin = python
    ? run(python, [path('run.py'), name])
    : JSON.parse(readFileSync(table, 'utf8')).peaks[name]
  return { half, peak, python: twin, node: bareNode(), live: python !== undefined }
}

function record() {
  const python = findPython()
  if (!python) throw new Error('No Python with torch: set TORCH_PYTHON to one')
  const version = execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], {
    encoding: 'utf8',
  })
  const peaks = Object.fromEntries(
    programs.map((name) => [name, run(python, [path('run.py'), name])]),
  )
  const facts = {
    what: "VmHWM in kB of this folder's Python programs; made by: node test/memory/measure.mjs --record",
    machine: `${cpus()[0]?.model}, ${cpus().length} cores, ${process.platform} ${release().split('-')[0]}`,
    date: new Date().toISOString().slice(0, 10),
    torch: version.trim(),
    peaks,
  }
  writeFileSync(table, `${JSON.stringify(facts, null, 2)}\n`)
}

const [name = '', ...flags] = process.argv.slice(2)
if (name === '--record') record()
else console.log(JSON.stringify(measure(name, flags)))
