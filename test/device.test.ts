import torch, { nn } from 'torch-node'

describe('torch.device', () => {
  it('is where factory functions put tensors inside a function', () => {
    const layer = torch.device('meta', () => {
      torch.device('cpu', () => expect(torch.zeros(1).device.type).toBe('cpu'))
      return nn.Linear(2, 2)
    })
    expect(layer.weight.device.type).toBe('meta')
    expect(torch.zeros(1).device.type).toBe('cpu')
  })

  it('ends with the function that throws, and refuses an asynchronous one', () => {
    const boom = new Error('boom')
    const fail = (): never => {
      throw boom
    }
    expect(() => torch.device('meta', fail)).toThrow(boom)
    expect(() => torch.device('meta', async () => 1)).toThrow(TypeError)
    expect(torch.zeros(1).device.type).toBe('cpu')
  })

  it('is made with an index, by keyword and with new, as before', () => {
    expect(String(torch.device('cuda', 1))).toBe('cuda:1')
    expect(String(torch.device({ type: 'cpu' }))).toBe('cpu')
    expect(new torch.device('cpu')).toBeInstanceOf(torch.device)
    expect(() => torch.device('nowhere')).toThrow(/Expected one of cpu/)
  })
})
