// The memory behind tensors.
import torch from 'torch-node'

const { UntypedStorage } = torch

function thrown(f: () => unknown): [string, string] {
  try {
    f()
  } catch (error) {
    const { name, message } = error as Error
    return [name, message.split('\n')[0] as string]
  }
  throw new Error('nothing was thrown')
}

const storage = () => torch.ones(1).untyped_storage()

describe('torch.UntypedStorage', () => {
  it('is what tensors are views of', () => {
    const x = torch.ones(2, 3)
    const bytes = x.select(0, 1).untyped_storage()
    expect([bytes.size(), bytes.nbytes(), bytes.__len__()]).toEqual([24, 24, 24])
    expect(bytes.data_ptr()).toBe(x.data_ptr())
    expect(bytes._cdata).toBe(x.untyped_storage()._cdata)
    expect(bytes._cdata).not.toBe(x.clone().untyped_storage()._cdata)
    expect(bytes.device.type).toBe('cpu')
  })

  it('reads and writes bytes', () => {
    const x = torch.ones(1)
    const bytes = x.untyped_storage()
    expect(bytes.tolist()).toEqual([0, 0, 128, 63])
    expect([...bytes]).toEqual([0, 0, 128, 63])
    expect([bytes[3], bytes[-1]]).toEqual([63, 63])
    bytes.__setitem__(2, 0)
    expect(x.item()).toBe(0.5)
    bytes.fill_(300)
    expect(bytes.tolist()).toEqual([44, 44, 44, 44])
  })

  it('slices without a copy', () => {
    const bytes = UntypedStorage([1, 2, 3, 4])
    const part = bytes['1:3']
    part?.__setitem__(0, 9)
    expect([part?.tolist(), bytes.tolist()]).toEqual([
      [9, 3],
      [1, 9, 3, 4],
    ])
    bytes.__setitem__(':2', 7)
    expect(bytes.tolist()).toEqual([7, 7, 3, 4])
  })

  it('is made of a size or of bytes', () => {
    expect(UntypedStorage(3).size()).toBe(3)
    expect(new UntypedStorage().size()).toBe(0)
    expect(UntypedStorage({ size: 2 }).size()).toBe(2)
    expect(UntypedStorage([1, 300]).tolist()).toEqual([1, 44])
    expect(UntypedStorage(3, { device: 'meta' }).device.type).toBe('meta')
  })

  it('grows, shrinks and keeps what is in it', () => {
    const x = torch.ones(2)
    const bytes = x.untyped_storage()
    expect(bytes.resize_(16)).toBe(bytes)
    expect(bytes.nbytes()).toBe(16)
    expect(bytes.tolist().slice(0, 8)).toEqual([0, 0, 128, 63, 0, 0, 128, 63])
    expect(bytes.resize_(4).tolist()).toEqual([0, 0, 128, 63])
    expect(bytes.resize_(0).size()).toBe(0)
  })

  it('copies', () => {
    const bytes = UntypedStorage([1, 2])
    const copy = bytes.clone()
    copy.fill_(5)
    expect(bytes.tolist()).toEqual([1, 2])
    bytes.copy_(copy)
    expect(bytes.tolist()).toEqual([5, 5])
  })

  it('prints as in Python', () => {
    expect(String(UntypedStorage([1, 2]))).toBe(
      ' 1\n 2\n[torch.storage.UntypedStorage(device=cpu) of size 2]',
    )
    expect(String(UntypedStorage(3, { device: 'meta' }))).toBe(
      '...\n[torch.storage.UntypedStorage(device=meta) of size 3]',
    )
  })

  it.each<[string, () => unknown, string, string | RegExp]>([
    [
      'a float',
      () => UntypedStorage(2.5),
      'RuntimeError',
      'torch.UntypedStorage(): Expected a sequence type, but got float',
    ],
    [
      'a tensor',
      () => UntypedStorage(torch.ones(2) as never),
      'RuntimeError',
      'torch.UntypedStorage(): Expected a sequence type, but got Tensor',
    ],
    [
      'a bad item',
      () => UntypedStorage([1.5]),
      'RuntimeError',
      'torch.UntypedStorage(): tried to construct a storage from a sequence (list), but one of the items was of type float instead of int',
    ],
    ['an index', () => storage()[4], 'IndexError', 'index 4 out of range for storage of size 4'],
    [
      'a name',
      () => storage().__getitem__('a'),
      'TypeError',
      "can't index a torch.UntypedStorage with str",
    ],
    [
      'a step',
      () => storage()['0:4:2'],
      'RuntimeError',
      'Trying to slice with a step of 2, but only a step of 1 is supported',
    ],
    ['an index to write', () => storage().__setitem__(9, 3), 'RuntimeError', 'out of bounds'],
    [
      'a value',
      () => storage().__setitem__(0, 'a'),
      'RuntimeError',
      'can only set storage content with a int types, but got str instead',
    ],
    [
      'a value to fill with',
      () => storage().fill_('a' as never),
      'RuntimeError',
      'fill_ expects int, but got str',
    ],
    [
      'a size',
      () => storage().resize_('a' as never),
      'RuntimeError',
      'resize_ expects an int, but got str',
    ],
    [
      'a negative size',
      () => storage().resize_(-1),
      'RuntimeError',
      /alloc_cpu\(\) seems to have been called with negative number: 18446744073709551615/,
    ],
    [
      'sizes that differ',
      () => storage().copy_(UntypedStorage(8)),
      'RuntimeError',
      'size does not match, self was 4 bytes but src was 8 bytes',
    ],
    [
      'a source',
      () => storage().copy_(3 as never),
      'TypeError',
      "copy_(): argument 'src' (position 1) must be torch.Storage, not int",
    ],
    [
      'shared memory',
      () => torch.from_numpy(new Uint8Array(2)).untyped_storage().resize_(9),
      'RuntimeError',
      'Trying to resize storage that is not resizable',
    ],
    [
      'no storage',
      () => torch.ones(1).to_sparse().untyped_storage(),
      'NotImplementedError',
      'Cannot access storage of SparseTensorImpl',
    ],
  ])('%s', (_, f, name, message) => {
    const [class_, text] = thrown(f)
    expect(class_).toBe(name)
    if (typeof message === 'string') expect(text).toBe(message)
    else expect(text).toMatch(message)
  })
})

describe('torch.TypedStorage', () => {
  it('reads and writes elements', () => {
    const x = torch.tensor([1, 2.5])
    const elements = x.storage()
    expect([elements.dtype, elements.size(), elements.nbytes()]).toEqual([torch.float32, 2, 8])
    expect(elements.tolist()).toEqual([1, 2.5])
    elements.__setitem__(1, 4)
    expect(x.tolist()).toEqual([1, 4])
    expect(elements[-1]).toBe(4)
    expect(elements.untyped().data_ptr()).toBe(x.data_ptr())
    expect(elements.type()).toBe('torch.FloatStorage')
    expect(thrown(() => elements[5])).toEqual([
      'IndexError',
      'index 5 out of range for storage of size 2',
    ])
  })

  it('prints as in Python', () => {
    expect(String(torch.tensor([1, 2.5]).storage())).toBe(
      ' 1.0\n 2.5\n[torch.storage.TypedStorage(dtype=torch.float32, device=cpu) of size 2]',
    )
  })
})
