import { posix } from 'node:path'
import torch, { nn, type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import { graph } from '../../../lib/utils/tensorboard/_pytorch_graph.js'
import { decode, newFolder, readAnswers } from './support.js'

interface Node {
  name: string
  op: string
  input?: string[]
  attr: {
    attr: { s: string }
    _output_shapes?: { list: { shape: { dim?: { size: string }[] }[] } }
  }
}

// The observer of LibTorch tells on stderr that it starts and ends.
function nodesOf(model: nn.Module, ...args: unknown[]): Node[] {
  const [graph_def] = graph(model, args)
  return decode('GraphDef', graph_def).node as Node[]
}

/** The listing of scripts/golden/summary_writer.py. */
function listed(nodes: readonly Node[]): string[] {
  const ops = new Map(nodes.map(({ name, op }) => [name, op]))
  const lines = nodes.map(({ name, op, input = [], attr }) => {
    const { shape = [] } = attr._output_shapes?.list ?? {}
    const sizes = shape.map(({ dim = [] }) => dim.map(({ size }) => Number(size)))
    const text = Buffer.from(attr.attr.s, 'base64').toString()
    return [posix.dirname(name), op, text, sizes, input.map((one) => ops.get(one))]
  })
  return lines.map((line) => JSON.stringify(line)).sort()
}

class LeNet extends nn.Module {
  conv1 = nn.Conv2d(1, 6, 5)
  conv2 = nn.Conv2d(6, 16, 5)
  fc1 = nn.Linear(256, 120)
  fc2 = nn.Linear(120, 84)
  fc3 = nn.Linear(84, 10)
  override forward(image: Tensor): Tensor {
    let x = F.max_pool2d(F.relu(this.conv1(image)), 2)
    x = F.max_pool2d(F.relu(this.conv2(x)), 2)
    x = torch.flatten(x, 1)
    return this.fc3(F.relu(this.fc2(F.relu(this.fc1(x)))))
  }
}

class TwoInputs extends nn.Module {
  scale = nn.Parameter(torch.ones(3))
  declare shift: Tensor
  block = nn.Sequential(nn.Linear(3, 3), nn.Sequential(nn.ReLU(), nn.Dropout(0.5)))
  constructor() {
    super()
    this.register_buffer('shift', torch.zeros(3))
  }
  override forward(x: Tensor, y: Tensor): [Tensor, Tensor] {
    const joined = torch.cat([x, y], 0).mul(this.scale).add(this.shift)
    const [low, high] = (this.block(joined) as Tensor).sort(1)
    return [low, high]
  }
}

class Residual extends nn.Module {
  conv = nn.Conv2d(3, 3, 3, { padding: 1, bias: false })
  bn = nn.BatchNorm2d(3)
  relu = nn.ReLU({ inplace: true })
  pool = nn.AdaptiveAvgPool2d(1)
  override forward(x: Tensor): Tensor {
    const y = this.relu(this.bn(this.conv(x)).add(x))
    return this.pool(this.relu(y)).flatten(1).softmax(-1)
  }
}

const models: Record<string, () => Node[]> = {
  mlp() {
    const inner = nn.Sequential(nn.Linear(8, 2))
    return nodesOf(
      nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(), inner),
      torch.zeros(3, 4),
    )
  },
  lenet: () => nodesOf(new LeNet(), torch.zeros(1, 1, 28, 28)),
  residual: () => nodesOf(new Residual(), torch.zeros(1, 3, 4, 4)),
  'two inputs': () => nodesOf(new TwoInputs(), torch.zeros(2, 3), torch.zeros(1, 3)),
}

describe('torch.utils.tensorboard.SummaryWriter.add_graph', () => {
  const { graphs } = readAnswers()

  test.each(Object.keys(graphs))('the nodes of %s are those of TorchScript', (name) => {
    const wanted = graphs[name]?.map((line) => JSON.stringify(line)).sort()
    expect(listed(models[name]?.() ?? [])).toEqual(wanted)
  })

  const linear = () => nn.Linear(2, 2)

  test('a number that became a tensor is a constant with a shape', () => {
    class Twice extends nn.Module {
      override forward(x: Tensor): Tensor {
        return x.mul(2)
      }
    }
    const nodes = nodesOf(new Twice(), torch.ones(3))
    const constant = nodes.find(({ op }) => op === 'prim::Constant')
    expect(nodes.find(({ op }) => op === 'aten::mul')?.input).toEqual([
      'input/input.1',
      constant?.name,
    ])
    expect(constant?.attr._output_shapes?.list.shape).toEqual([{}])
  })

  test('lists of tensors are unpacked', () => {
    class Halves extends nn.Module {
      override forward(x: Tensor): Record<string, Tensor> {
        const [a, b] = x.chunk(2) as unknown as [Tensor, Tensor]
        return { sum: a.add(b) }
      }
    }
    const nodes = nodesOf(new Halves(), torch.ones(4))
    expect(nodes.map(({ name, input = [] }) => [name, ...input])).toEqual([
      ['input/input.1'],
      ['Halves/Constant'],
      ['Halves/Constant_1'],
      ['Halves/chunk', 'input/input.1', 'Halves/Constant', 'Halves/Constant_1'],
      ['Halves/ListUnpack', 'Halves/chunk'],
      ['Halves/ListUnpack_1', 'Halves/chunk'],
      ['Halves/Constant_2'],
      ['Halves/add', 'Halves/ListUnpack', 'Halves/ListUnpack_1', 'Halves/Constant_2'],
      ['Halves/TupleConstruct', 'Halves/add'],
      ['output/output.1', 'Halves/TupleConstruct'],
    ])
  })

  test('ranges of the program are no nodes', () => {
    const { record_function } = torch.autograd.profiler
    class Ranged extends nn.Module {
      override forward(x: Tensor): Tensor {
        return record_function('my::range', () => record_function('output', () => x.relu()))
      }
    }
    const ops = nodesOf(new Ranged(), torch.ones(4)).map(({ op }) => op)
    expect(ops).toEqual(['IO Node', 'aten::relu', 'IO Node'])
  })

  test('leaves the model as it was', () => {
    const model = nn.Sequential(linear(), nn.Dropout())
    const seen: boolean[] = []
    model.register_forward_hook((module) => {
      seen.push(module.training)
    })
    const before = model._forward_hooks.size
    graph(model, torch.ones(1, 2))
    expect(seen).toEqual([false])
    expect(model.training).toBe(true)
    expect([model._forward_pre_hooks.size, model._forward_hooks.size]).toEqual([0, before])
    model.eval()
    graph(model, torch.ones(1, 2))
    expect(model.training).toBe(false)
  })

  test('leaves it so after an error, which it tells of', () => {
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    const model = nn.Sequential(linear())
    try {
      expect(() => graph(model, torch.ones(3))).toThrow('mat1 and mat2 shapes cannot be multiplied')
      expect(written.mock.calls.at(-1)).toEqual(['Error occurs, No graph saved\n'])
    } finally {
      written.mockRestore()
    }
    expect(model._forward_pre_hooks.size).toBe(0)
    expect(model.training).toBe(true)
    // An error that is no RuntimeError is passed on in silence; a second run is not disturbed by the first.
    class Failing extends nn.Module {
      override forward(): never {
        throw null
      }
    }
    let thrown: unknown
    try {
      graph(new Failing(), torch.ones(1))
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeNull()
    expect(nodesOf(linear(), torch.ones(1, 2)).length).toBeGreaterThan(3)
  })

  test('says that it cannot record while something else does', () => {
    const { ExecutionTraceObserver } = torch.profiler
    const folder = newFolder()
    const observer = ExecutionTraceObserver().register_callback(`${folder}/trace.json`)
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      expect(() => graph(linear(), torch.ones(1, 2))).toThrow('another one is registered')
    } finally {
      written.mockRestore()
      observer.unregister_callback()
    }
  })

  test('verbose prints the nodes', () => {
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true)
    try {
      graph(linear(), torch.ones(1, 2), true)
      expect(written.mock.calls.map(([text]) => text)).toContain(
        "Linear/linear aten::linear ['input/input.1', 'Linear/weight/weight', 'Linear/bias/bias']\n",
      )
    } finally {
      written.mockRestore()
    }
  })
})
