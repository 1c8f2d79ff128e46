import torch, { nn, type Tensor } from 'torch-node'
import { iter, len, list } from 'torch-node/builtins'

const names = (module: nn.Module): string[] => Array.from(module.named_children(), ([name]) => name)

describe('torch.nn.Sequential', () => {
  it('is indexed, sliced and gone through', () => {
    const net = nn.Sequential(nn.Linear(1, 2), nn.ReLU(), nn.Linear(2, 3))
    expect(net[0]).toBeInstanceOf(nn.Linear)
    expect(net[-1]).toBe(net[2])
    expect(`${net['1:']}`).toBe(
      'Sequential(\n  (1): ReLU()\n  (2): Linear(in_features=2, out_features=3, bias=True)\n)',
    )
    expect(len(net)).toBe(3)
    expect(net.length).toBe(3)
    expect([...net]).toEqual([net[0], net[1], net[2]])
    expect(() => net[3]).toThrow('index 3 is out of range')
    expect(net[1](torch.full([1], -3)).item()).toBe(0)
  })

  it('takes names from an object or a Map', () => {
    const net = nn.Sequential({ body: nn.ReLU(), head: nn.Sequential(nn.Tanh()) })
    expect(`${net}`).toBe(
      'Sequential(\n  (body): ReLU()\n  (head): Sequential(\n    (0): Tanh()\n  )\n)',
    )
    expect(net[0]).toBe((net as unknown as { body: nn.Module }).body)
    expect(
      names(
        nn.Sequential(
          new Map([
            ['10', nn.ReLU()],
            ['9', nn.Tanh()],
          ]),
        ),
      ),
    ).toEqual(['10', '9'])
  })

  it('grows, shrinks and repeats', () => {
    const net: nn.Sequential = nn.Sequential(nn.ReLU())
    net.append(nn.Tanh()).extend([nn.Sigmoid(), nn.GELU()])
    expect(net.insert(-1, nn.SiLU())).toBe(net)
    expect([...net].map((layer) => layer._get_name())).toEqual([
      'ReLU',
      'Tanh',
      'Sigmoid',
      'SiLU',
      'GELU',
    ])
    expect(net.pop(1)).toBeInstanceOf(nn.Tanh)
    expect(names(net)).toEqual(['0', '1', '2', '3'])
    delete net[0]
    expect(net[0]).toBeInstanceOf(nn.Sigmoid)
    net[-1] = nn.Identity()
    expect(net[2]).toBeInstanceOf(nn.Identity)
    expect(len(net.__mul__(3))).toBe(9)
    expect(len(net.__add__(nn.Sequential(nn.ReLU())))).toBe(4)
    expect(len(net.__imul__(2))).toBe(6)
  })
})

describe('torch.nn.ModuleList', () => {
  it('folds equal neighbours when it prints', () => {
    const layers = nn.ModuleList([nn.Linear(1, 1), nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 1)])
    expect(`${layers}`).toBe(
      'ModuleList(\n  (0-1): 2 x Linear(in_features=1, out_features=1, bias=True)\n  (2): ReLU()\n' +
        '  (3): Linear(in_features=1, out_features=1, bias=True)\n)',
    )
    expect(`${nn.ModuleList()} ${nn.Sequential()} ${nn.ModuleDict()}`).toBe(
      'ModuleList() Sequential() ModuleDict()',
    )
  })

  it('is a list whose modules belong to the net', () => {
    class Net extends nn.Module {
      layers = nn.ModuleList(Array.from({ length: 3 }, () => nn.Linear(2, 2)))
      override forward(x: Tensor): Tensor {
        let result = x
        for (const layer of this.layers) result = layer(result)
        return this.layers[0](result)
      }
    }
    const net = new Net()
    expect(net(torch.ones(1, 2)).size()).toEqual(torch.Size([1, 2]))
    expect([...net.parameters()]).toHaveLength(6)
    expect(list(iter(net.layers))).toHaveLength(3)
    expect(len(net.layers['::2'] as nn.ModuleList)).toBe(2)
    expect(net.layers[-3]).toBe(net.layers[0])
    net.layers.append(nn.Linear(2, 1)).insert(1, nn.Linear(2, 2))
    expect(len(net.layers)).toBe(5)
    expect(names(net.layers)).toEqual(['0', '1', '2', '3', '4'])
    expect(net.layers.pop(-1).out_features).toBe(1)
    expect(len(net.layers.__add__([nn.Linear(2, 2)]))).toBe(5)
  })
})

describe('torch.nn.ModuleDict', () => {
  it('is a dict whose modules belong to the net', () => {
    const choices = nn.ModuleDict<nn.Module>({ conv: nn.Conv1d(1, 1, 1), pool: nn.MaxPool1d(2) })
    expect(choices.conv).toBeInstanceOf(nn.Conv1d)
    expect(choices.__getitem__('pool')).toBeInstanceOf(nn.MaxPool1d)
    choices.update([['act', nn.ReLU()]])
    choices.update(new Map([['10', nn.ReLU()]]))
    choices.update(nn.ModuleDict({ pool: nn.Identity() }))
    expect([...choices.keys()]).toEqual(['conv', 'pool', 'act', '10'])
    expect([...choices]).toEqual([...choices.keys()])
    expect([...choices.items()][0]).toEqual(['conv', choices.conv])
    expect([...choices.values()]).toHaveLength(4)
    expect(choices.pop('act')).toBeInstanceOf(nn.ReLU)
    expect(choices.__contains__('act')).toBe(false)
    expect(() => choices.__getitem__('act')).toThrow("'act'")
    choices.clear()
    expect(len(choices)).toBe(0)
    expect(choices.conv).toBeUndefined()
  })
})

describe('torch.nn.ParameterList', () => {
  it('makes parameters of tensors', () => {
    const params = nn.ParameterList<unknown>([torch.ones(2), 3, nn.Parameter(torch.ones(2, 3))])
    expect(`${params}`).toBe(
      'ParameterList(\n    (0): Parameter containing: [torch.float32 of size 2]\n' +
        '    (1): Object of type: int\n    (2): Parameter containing: [torch.float32 of size 2x3]\n)',
    )
    expect(params[0]).toBeInstanceOf(nn.Parameter)
    expect(params[-1]).toBe(params[2])
    expect(Object.keys(params.state_dict())).toEqual(['0', '2'])
    expect(len(params['1:'])).toBe(2)
    params[0] = torch.zeros(3)
    expect(params[0]).toBeInstanceOf(nn.Parameter)
    expect(params.append(torch.ones(1)).length).toBe(4)
    expect(() => params()).toThrow('ParameterList should not be called.')
  })
})

describe('torch.nn.ParameterDict', () => {
  it('makes parameters of tensors, sorted where they come from a plain object', () => {
    const params = nn.ParameterDict({ b: torch.ones(2), a: torch.zeros(1) })
    expect(`${params}`).toBe(
      'ParameterDict(\n    (a): Parameter containing: [torch.FloatTensor of size 1]\n' +
        '    (b): Parameter containing: [torch.FloatTensor of size 2]\n)',
    )
    const fields = params as unknown as Record<string, Tensor>
    fields.c = torch.ones(3)
    expect(params.__getitem__('c')).toBeInstanceOf(nn.Parameter)
    expect([...params.named_parameters()].map(([name]) => name)).toEqual(['a', 'b', 'c'])
    expect(params.pop('b')).toBeInstanceOf(nn.Parameter)
    expect(params.get('b')).toBeNull()
    expect(params.setdefault('d', torch.ones(1))).toBe(params.__getitem__('d'))
    expect(params.popitem()[0]).toBe('d')
    expect([...params.copy().keys()]).toEqual(['a', 'c'])
    params.clear()
    expect(len(params)).toBe(0)
    expect([
      ...nn.ParameterDict(
        new Map([
          ['z', torch.ones(1)],
          ['y', torch.ones(1)],
        ]),
      ),
    ]).toEqual(['z', 'y'])
  })
})
