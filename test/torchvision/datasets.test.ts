import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import torch from 'torch-node'
import { Image } from 'torch-node/PIL'
import torchvision from 'torch-node/torchvision'
import datasets from 'torch-node/torchvision/datasets'
import {
  FileNotFoundError,
  IndexError,
  ModuleNotFoundError,
  NotImplementedError,
  RuntimeError,
  ValueError,
} from '../../lib/errors.js'
import { catch_warnings } from '../../lib/warnings.js'
import { readJson } from '../golden/support/json.js'
import { digest, type PILImage } from '../PIL/support.js'

interface Golden {
  datasets: {
    files: Record<string, string>
    sets: Record<string, { repr: string; items: [unknown[], number][]; classes: string[] }> & {
      samples: [string, number][]
    }
  }
}

const { files, sets } = readJson<Golden>('vision_data.gz').datasets
const home = process.cwd()
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'torch-node-datasets-'))
  for (const [path, data] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), Buffer.from(data, 'base64'))
  }
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true })
})

class Cifar<I = PILImage, T = number> extends datasets.CIFAR10<I, T> {
  static override train_list = [['data', null]] as const
  static override test_list = [['data', null]] as const
  static override meta = { filename: 'batches.meta', key: 'label_names', md5: null }
}
Object.defineProperty(Cifar, 'name', { value: 'Cifar' })

const made: Record<string, () => torch.utils.data.Dataset<[PILImage, number]>> = {
  MNIST: () => datasets.MNIST('.', true),
  'MNIST test': () => datasets.MNIST('.', { train: false }),
  FashionMNIST: () => new datasets.FashionMNIST({ root: '.', train: false }),
  EMNIST: () => datasets.EMNIST('.', 'letters', { train: false }),
  CIFAR10: () => new Cifar('.'),
  ImageFolder: () => datasets.ImageFolder('folder'),
  FakeData: () => datasets.FakeData(3, [3, 5, 7], 4, { random_offset: 11 } as never),
  'FakeData grey': () => datasets.FakeData({ size: 2, image_size: [1, 5, 7] }),
}

describe('torchvision.datasets', () => {
  test.each(Object.keys(made))('%s is what Python reads', (name) => {
    const dataset = (made[name] as () => torch.utils.data.Dataset<[PILImage, number]>)()
    const items = [...dataset].map(([image, target]) => [digest(image), target])
    const { classes = [] } = dataset as { classes?: string[] }
    expect({ repr: String(dataset), items, classes: [...classes] }).toEqual(sets[name])
  })

  test('transforms are applied, and printed', () => {
    const transform = (image: PILImage): number => image.getpixel([1, 0]) as number
    const target_transform = (target: number): string => `digit ${target}`
    const data = datasets.MNIST('.', { transform, target_transform })
    const [pixel, label] = data[1] as [number, string]
    expect([pixel, label]).toEqual([data.data[1][0][1].item(), 'digit 2'])
    expect(String(data)).toMatch(
      /Split: Train\n {4}StandardTransform\nTransform: <function .*>\nTarget transform: <function .*>$/,
    )
    expect(data.transforms?.(datasets.MNIST('.')[1]?.[0], 4)).toEqual([pixel, 'digit 4'])
    expect(() => new datasets.VisionDataset(null, { transform, transforms: transform })).toThrow(
      new ValueError('Only transforms or transform/target_transform can be passed as argument'),
    )
  })

  test('the base class is for others to fill', () => {
    const base = datasets.VisionDataset('~/x')
    expect(base.root).not.toContain('~')
    expect(() => base.__len__()).toThrow(NotImplementedError)
    expect(() => base.__getitem__(0)).toThrow(NotImplementedError)
  })
})

describe('torchvision.datasets.MNIST', () => {
  test('tensors, classes, indices', () => {
    const data = datasets.MNIST('.')
    expect([...data.data.shape]).toEqual([4, 28, 28])
    expect(data.targets.tolist()).toEqual([0, 2, 4, 6])
    expect(data.class_to_idx['9 - nine']).toBe(9)
    expect(data.raw_folder).toBe(join('MNIST', 'raw'))
    expect(data[-1]?.[1]).toBe(6)
    expect(digest(data[-1]?.[0] as PILImage)).toEqual(digest(data[3]?.[0] as PILImage))
    expect(() => data[4]).toThrow(
      new IndexError('index 4 is out of bounds for dimension 0 with size 4'),
    )
    expect(datasets.MNIST.classes).toHaveLength(10)
  })

  test('an item is a copy, and follows the tensors', () => {
    const data = datasets.MNIST('.')
    const [image] = data[0] as [PILImage, number]
    image.putpixel([0, 0], 99)
    expect(data.data[0][0][0].item()).not.toBe(99)
    data.data.fill_(7)
    data.targets.fill_(3)
    expect(data[2]).toMatchObject([{ data: new Uint8Array(784).fill(7) }, 3])
    data.data = torch.zeros(2, 56, 28, { dtype: torch.uint8 })[':, ::2']
    data.targets = torch.tensor([8, 9])
    expect(data[1]).toMatchObject([{ data: new Uint8Array(784) }, 9])
    expect(data.length).toBe(2)
  })

  test('gzipped files are read as they are', () => {
    mkdirSync('zipped/MNIST/raw', { recursive: true })
    for (const part of [
      'train-images-idx3',
      'train-labels-idx1',
      't10k-images-idx3',
      't10k-labels-idx1',
    ]) {
      const bytes = readFileSync(`MNIST/raw/${part}-ubyte`)
      writeFileSync(`zipped/MNIST/raw/${part}-ubyte.gz`, gzipSync(bytes))
    }
    const data = datasets.MNIST('zipped')
    expect(data.data.equal(datasets.MNIST('.').data)).toBe(true)
  })

  test('old names warn', () => {
    const data = datasets.MNIST('.')
    catch_warnings((caught) => {
      expect(data.train_labels).toBe(data.targets)
      expect(data.test_data).toBe(data.data)
      expect(caught.map(({ message }) => message)).toEqual([
        'train_labels has been renamed targets',
        'test_data has been renamed data',
      ])
    })
  })

  test('errors', () => {
    const absent = new RuntimeError('Dataset not found. You can use download=True to download it')
    expect(() => datasets.MNIST('nowhere')).toThrow(absent)
    expect(() => datasets.KMNIST('.')).toThrow(absent)
    expect(() => datasets.EMNIST('.', 'digits')).toThrow(absent)
    expect(() => datasets.QMNIST('.', { what: 'test10k' })).toThrow(absent)
    expect(() => datasets.EMNIST('.', 'foo' as 'digits')).toThrow(
      new ValueError(
        "Unknown value 'foo' for argument split. Valid values are {'byclass', 'bymerge', 'balanced', 'letters', 'digits', 'mnist'}.",
      ),
    )
    expect(() => Reflect.construct(datasets.MNIST, [])).toThrow(
      new TypeError("MNIST.__init__() missing 1 required positional argument: 'root'"),
    )
    expect(() => datasets.MNIST('.', { shuffle: true } as never)).toThrow(
      new TypeError("MNIST.__init__() got an unexpected keyword argument 'shuffle'"),
    )
  })

  test.each([
    [[0, 0, 8, 4], 'AssertionError', ''],
    [[0, 0, 7, 3], 'AssertionError', ''],
    [[1, 0, 8, 3], 'AssertionError', ''],
    [[0, 0, 8], 'AssertionError', ''],
    [[0, 0, 8, 1, 0, 0, 0, 2, 5, 6], 'ValueError', 'x should have 3 dimension instead of 1'],
    [
      [0, 0, 11, 1, 0, 0, 0, 1, 5, 6],
      'TypeError',
      'x should be of dtype torch.uint8 instead of torch.int16',
    ],
  ])('a file of %j is refused', (bytes, name, message) => {
    writeFileSync('odd', Uint8Array.from(bytes))
    expect(() => datasets.mnist.read_image_file('odd')).toThrow(
      expect.objectContaining({ name, message }),
    )
  })

  test('numbers of more bytes are turned', () => {
    writeFileSync('ints', Uint8Array.of(0, 0, 12, 1, 0, 0, 0, 2, 0, 0, 1, 2, 255, 255, 255, 254))
    const { read_sn3_pascalvincent_tensor: read } = datasets.mnist
    expect(read('ints').tolist()).toEqual([258, -2])
    writeFileSync('ints', Uint8Array.of(0, 0, 12, 1, 0, 0, 0, 3, 0, 0, 1, 2))
    expect(() => read('ints')).toThrow(expect.objectContaining({ name: 'AssertionError' }))
  })
})

describe('torchvision.datasets.CIFAR10', () => {
  test('data, targets, classes', () => {
    const data = new Cifar('.')
    expect(data.data.shape).toEqual([3, 32, 32, 3])
    expect(data.targets).toEqual([3, 1, 2])
    expect(data.class_to_idx).toEqual({ a: 0, b: 1, c: 2, d: 3 })
    expect(data[-1]?.[1]).toBe(2)
    data.data.data.fill(5)
    expect(data[0]?.[0].getpixel([3, 3])).toEqual([5, 5, 5])
    data.data = data.data.hi(2, 32, 32, 3)
    expect(data.length).toBe(2)
  })

  test('errors', () => {
    expect(() => datasets.CIFAR10('.')).toThrow(
      new RuntimeError('Dataset not found or corrupted. You can use download=True to download it'),
    )
    expect(() => datasets.CIFAR100('.')).toThrow(RuntimeError)
    class Other extends Cifar {
      static override meta = { ...Cifar.meta, md5: '0' as never }
    }
    expect(() => new Other('.')).toThrow(
      new RuntimeError(
        'Dataset metadata file not found or corrupted. You can use download=True to download it',
      ),
    )
  })

  test.each([
    [
      'cos\nsystem\n(S"ls"\ntR.',
      'Trying to load unsupported GLOBAL os.system whose module os is blocked.',
    ],
    ['\x80\x02cbuiltins\neval\nU\x011\x85R.', "global 'builtins.eval' is forbidden"],
    ['\x80\x02}U\x04data', 'the pickle is broken'],
    ['\x80\x02K\x01.', 'a dict was expected'],
    ['\x80\x02R.', 'the pickle is broken'],
    ['\x80\x02}h\x05.', 'the pickle is broken'],
    ['\x80\x02\xff.', 'Unsupported operand 255'],
    ['\x80\x02U\x03u16c__main__\nX\n.', "global '__main__.X' is forbidden"],
    ['\x80\x02cnumpy\ndtype\nU\x02f4\x85R.', 'only arrays of bytes are read, not of f4'],
    ['\x80\x02K\x01K\x02\x85R.', "Trying to call reduce for unrecognized function <class 'int'>"],
    ['\x80\x02K\x01Q.', 'unsupported persistent id encountered'],
    [
      '\x80\x02K\x01K\x02b.',
      'Can only build Tensor, Parameter, OrderedDict or types allowlisted via `add_safe_globals`, ' +
        "but got <class 'int'>",
    ],
    ['\x80\x02K\x01K\x02a.', "Can only append to lists, but got <class 'int'>"],
    ['\x80\x02e.', 'the pickle is broken'],
    ['\x80\x02c__proto__\nconstructor\n.', "global '__proto__.constructor' is forbidden"],
  ])('a pickle %j is refused', (text, message) => {
    writeFileSync('cifar-10-batches-py/hostile', Buffer.from(text, 'latin1'))
    class Hostile extends Cifar {
      static override train_list = [['hostile', null]] as const as never
    }
    expect(() => new Hostile('.')).toThrow(
      expect.objectContaining({ name: 'UnpicklingError', message }),
    )
  })
})

describe('torchvision.datasets.ImageFolder', () => {
  test('samples, targets, loaders', () => {
    const data = datasets.ImageFolder('folder', { loader: (path) => path.length })
    expect(data.samples).toEqual(sets.samples)
    expect(data.imgs).toBe(data.samples)
    expect(data.targets).toEqual(data.samples.map(([, target]) => target))
    expect(data.class_to_idx).toEqual({ cat: 0, dog: 1 })
    expect(data[0]).toEqual([data.samples[0]?.[0].length, 0])
    expect(() => data[99]).toThrow(new IndexError('list index out of range'))
  })

  test('which files are taken', () => {
    const valid = datasets.ImageFolder('folder', {
      is_valid_file: (path) => path.endsWith('.txt'),
      allow_empty: true,
    })
    expect(valid.samples).toEqual([[join('folder', 'cat', 'e.txt'), 0]])
    class OnlyDogs extends datasets.ImageFolder {
      override find_classes(): [string[], Record<string, number>] {
        return [['dog'], { dog: 5 }]
      }
    }
    expect(new OnlyDogs('folder').targets).toEqual([5, 5])
    const texts = datasets.DatasetFolder('folder', (path) => readFileSync(path), ['.txt', '.ppm'], {
      allow_empty: true,
    })
    expect(texts.length).toBe(2)
    const { make_dataset, find_classes, is_image_file } = datasets.folder
    expect(find_classes('folder')).toEqual([['cat', 'dog'], { cat: 0, dog: 1 }])
    expect(make_dataset('folder', { dog: 3 }, '.png')).toHaveLength(2)
    expect(make_dataset('folder', { class_to_idx: { dog: 3 }, extensions: ['.png'] })).toHaveLength(
      2,
    )
    expect([is_image_file('A.JPEG'), is_image_file('a.gif')]).toEqual([true, false])
  })

  test('errors', () => {
    mkdirSync('classless/a', { recursive: true })
    mkdirSync('bare', { recursive: true })
    expect(() => datasets.ImageFolder('bare')).toThrow(
      new FileNotFoundError("Couldn't find any class folder in bare."),
    )
    expect(() => datasets.ImageFolder('nowhere')).toThrow(
      new FileNotFoundError("[Errno 2] No such file or directory: 'nowhere'"),
    )
    expect(() => datasets.ImageFolder('classless')).toThrow(
      new FileNotFoundError(
        'Found no valid file for the classes a. Supported extensions are: .jpg, .jpeg, .png, .ppm, .bmp, .pgm, .tif, .tiff, .webp',
      ),
    )
    expect(datasets.ImageFolder('classless', { allow_empty: true }).length).toBe(0)
    const { make_dataset } = datasets.folder
    expect(() => make_dataset('folder', {}, '.png')).toThrow(
      new ValueError("'class_to_index' must have at least one entry to collect any samples."),
    )
    expect(() => make_dataset('folder', { dog: 1 })).toThrow(
      new ValueError(
        'Both extensions and is_valid_file cannot be None or not None at the same time',
      ),
    )
    expect(() => datasets.DatasetFolder.make_dataset('folder', null as never)).toThrow(
      new ValueError('The class_to_idx parameter cannot be None.'),
    )
  })

  test('the backend that is not there', () => {
    torchvision.set_image_backend('accimage')
    try {
      expect(() => datasets.ImageFolder('folder')[0]).toThrow(
        new ModuleNotFoundError("No module named 'accimage'"),
      )
    } finally {
      torchvision.set_image_backend('PIL')
    }
    expect(torchvision.get_image_backend()).toBe('PIL')
    expect(() => torchvision.set_image_backend('cv2')).toThrow(
      new ValueError("Invalid backend 'cv2'. Options are 'PIL' and 'accimage'"),
    )
    expect(torchvision.__version__).toBe('0.28.0')
  })
})

describe('torchvision.datasets.FakeData', () => {
  test("leaves torch's generator as it was", () => {
    const data = datasets.FakeData({ size: 2, image_size: [3, 4, 4] })
    const before = torch.get_rng_state()
    expect(data[1]).toHaveLength(2)
    expect(torch.get_rng_state().equal(before)).toBe(true)
    expect(() => data[2]).toThrow(new IndexError('FakeData index out of range'))
    expect(data[0]?.[0]).toBeInstanceOf(Image.Image)
  })

  test('labels are transformed as tensors', () => {
    const plain = datasets.FakeData({ size: 1, image_size: [1, 2, 2] })
    const more = datasets.FakeData({
      size: 1,
      image_size: [1, 2, 2],
      target_transform: (target) => target.add(100),
    })
    expect(more[0]?.[1]).toBe((plain[0]?.[1] as number) + 100)
  })
})
