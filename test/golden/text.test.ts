// Printed tensors, to the byte. Made by scripts/golden/text.py.
import { join } from 'node:path'
import torch from 'torch-node'
import { Container, constant } from './support/container.js'
import { type Program, run } from './support/scenario.js'

interface Case extends Program {
  group: string
  options?: Record<string, never>
  default_dtype?: string
  text: string
}

const box = new Container<{ cases: Case[] }>(join(__dirname, 'text.gz'))
const groups = [...new Set(box.header.cases.map(({ group }) => group))]

function printed(test: Case): string {
  if (test.options) torch.set_printoptions(test.options)
  if (test.default_dtype) torch.set_default_dtype(constant(test.default_dtype))
  try {
    return String(run(test, box).result).replace(/0x[0-9a-f]+/g, '0x0')
  } finally {
    torch.set_printoptions({ profile: 'default' })
    torch.set_default_dtype(torch.float32)
  }
}

describe.each(groups)('text of %s', (group) => {
  test.each(box.header.cases.filter((test) => test.group === group))('$name', (test) => {
    expect(printed(test)).toBe(test.text)
  })
})
