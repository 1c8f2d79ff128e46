import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatExponent, formatFixed, formatGeneral } from 'torch-node/_format'
import { floatRepr } from 'torch-node/_repr'

type Row = [
  bits: string,
  digits: number,
  fixed: string,
  exponent: string,
  general: string,
  repr: string,
]

const rows = JSON.parse(readFileSync(join(__dirname, 'golden/numbers.json'), 'utf8')) as Row[]

function fromBits(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE()
}

test.each([
  ['{:.nf}', 2, formatFixed],
  ['{:.ne}', 3, formatExponent],
  ['%.ng', 4, (value: number, digits: number) => formatGeneral(value, Math.max(digits, 1))],
  ['repr', 5, floatRepr],
] as const)('%s is as in Python', (_name, column, format) => {
  expect(rows.length).toBeGreaterThan(1000)
  const wrong = rows.flatMap((row) => {
    const text = format(fromBits(row[0]), row[1])
    return text === row[column] ? [] : [{ row, text }]
  })
  expect(wrong).toEqual([])
})
