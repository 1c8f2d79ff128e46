// @ts-check
/**
 * Times operators, training steps and passes over loaders here, in Python and, one of them, in C++, turn and turn about in
 * one run, one thread each or `--threads N`, and prints a Markdown table of medians and of ratios. `--cpu` counts CPU
 * time instead of the clock's: for a machine that has other work. With `--device cuda` the tensors are on the GPU.
 */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { findLibtorch } from '../../scripts/libtorch.mjs'
import { findGpu } from '../../scripts/setup/gpu.mjs'
import { findPython } from '../find_python.mjs'
import { buildLimit } from './limit.mjs'
import { operators } from './operators.mjs'
import { here, inCpp, inPython } from './sides.mjs'
import { loaderTitles, titles } from './titles.mjs'

/** @typedef {import('./sides.mjs').Side} Side */
/** @typedef {{ name: string, ns: (number | undefined)[], ratios: (number | undefined)[] }} Row */

/** Milliseconds of one side's turn. */
const TURN = 25

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2
    ? sorted[middle]
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/**
 * Every side takes its turn once a round. A ratio is the median over the rounds of the ratio
 * within one round, so that a slow spell of the machine hits both its sides.
 * @param {string} name
 * @param {(Side | undefined)[]} sides the first is the one that the others are compared with
 * @param {string[]} codes
 * @param {number} rounds
 * @param {number} ms
 * @returns {Promise<Row>}
 */
async function compare(name, sides, codes, rounds, ms) {
  const counts = []
  for (const [i, side] of sides.entries()) counts.push(await side?.calibrate(codes[i] ?? '', ms))
  /** @type {number[][]} */
  const times = sides.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, side] of sides.entries()) {
      if (side) times[i]?.push(await side.time(codes[i] ?? '', counts[i] ?? 1))
    }
  }
  const own = times[0] ?? []
  return {
    name,
    ns: times.map((t) => (t.length ? median(t) : undefined)),
    ratios: times.map((t) => (t.length ? median(own.map((x, k) => x / (t[k] ?? NaN))) : undefined)),
  }
}

/** @param {number | undefined} ns */
const us = (ns) => (ns === undefined ? '' : (ns / 1000).toFixed(ns < 10_000 ? 3 : 1))
/** @param {number | undefined} ns */
const ms = (ns) => (ns === undefined ? '' : (ns / 1e6).toFixed(1))
/** @param {number | undefined} ratio */
const ratioText = (ratio) => (ratio === undefined ? '' : ratio.toFixed(2))

/** @param {string[]} argv */
export async function bench(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      json: { type: 'string' },
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '9' },
      cpu: { type: 'boolean', default: false },
      threads: { type: 'string', default: '1' },
      device: { type: 'string', default: 'cpu' },
    },
  })
  const rounds = Number(values.rounds)
  if (!(rounds >= 1)) throw new Error(`--rounds wants a number above 0, not ${values.rounds}`)
  const threads = Number(values.threads)
  if (!(threads >= 1)) throw new Error(`--threads wants a number above 0, not ${values.threads}`)
  const options = { cpu: values.cpu, threads, device: values.device }
  const version = findLibtorch()?.version ?? ''
  const release = version.split('.', 2).join('.')
  const python = findPython(release)
  const chosen = titles.filter(([code]) => code.includes(values.only))
  const onCpu = values.device === 'cpu'
  const limit = onCpu && chosen[0] === titles[0] ? await buildLimit(console.error) : undefined
  const js = here(options)
  const py = python ? inPython(python, options) : undefined
  const cpp = limit ? inCpp(limit, options) : undefined
  const sides = [js, py]
  if (!py) console.error(`No Python with torch ${release}: no ratios. Set TORCH_PYTHON to one.`)

  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.versions.node}, ${threads} thread${threads > 1 ? 's' : ''}, ${values.cpu ? 'CPU time' : 'wall time'}${onCpu ? '' : `, ${findGpu()}, LibTorch ${version}`}`,
  )
  console.log(`${new Date().toISOString().slice(0, 10)}, load ${loadavg()[0]?.toFixed(2)} before\n`)
  console.log('| operator | here, us | Python, us | ratio |\n|---|--:|--:|--:|')
  /** @type {Row[]} */
  const rows = []
  for (const [code, twin = code] of operators.filter(([code]) => code.includes(values.only))) {
    const row = await compare(code, sides, [code, twin], rounds, TURN)
    rows.push(row)
    console.log(
      `| \`${code}\` | ${us(row.ns[0])} | ${us(row.ns[1])} | ${ratioText(row.ratios[1])} |`,
    )
  }
  const ratios = rows.flatMap((row) => row.ratios[1] ?? [])
  if (ratios.length > 1) {
    const worst = Math.max(...ratios)
    console.log(`\nmedian ratio ${ratioText(median(ratios))}, worst ${ratioText(worst)}`)
  }
  if (chosen.length > 0) {
    console.log(
      '\n| training step | here, us | Python, us | ratio | C++, us | ratio |\n|---|--:|--:|--:|--:|--:|',
    )
  }
  for (const [code, title] of chosen) {
    // A step is half a millisecond and more, and Adam's first steps are slower: longer turns.
    const twins = [js, py, code === titles[0]?.[0] ? cpp : undefined]
    const row = await compare(code, twins, [code, code, code], rounds, 10 * TURN)
    rows.push(row)
    const [own, inPy, inC] = row.ns.map(us)
    const [, toPy, toC] = row.ratios.map(ratioText)
    console.log(`| ${title} | ${own} | ${inPy} | ${toPy} | ${inC} | ${toC} |`)
  }
  const passes = loaderTitles.filter(([code]) => onCpu && code.includes(values.only))
  if (passes.length > 0) {
    console.log('\n| pass over a loader | here, ms | Python, ms | ratio |\n|---|--:|--:|--:|')
  }
  for (const [code, title] of passes) {
    const row = await compare(code, sides, [code, code], rounds, 10 * TURN)
    rows.push(row)
    console.log(`| ${title} | ${ms(row.ns[0])} | ${ms(row.ns[1])} | ${ratioText(row.ratios[1])} |`)
  }
  for (const side of [js, py, cpp]) side?.close()
  if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
}
