import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import datasets from 'torch-node/torchvision/datasets'
import { BlockingError, blocking } from '../../lib/_blocking.js'
import { FileNotFoundError, RuntimeError, ValueError } from '../../lib/errors.js'

const { utils } = datasets

let folder: string
let server: ChildProcess
let address: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torch-node-utils-'))
  server = spawn(process.execPath, [join(__dirname, '../support/file_server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = await new Promise<string[]>((resolve) => {
    server.stdout?.once('data', (data: Buffer) => resolve(String(data).split('\n')))
  })
  address = `http://127.0.0.1:${port}`
})
afterAll(() => {
  server.kill()
  rmSync(folder, { recursive: true })
})

const inFolder = (name: string): string => join(folder, name)

// What came since the last call; the log itself is fetched as any file.
let told = 0
function requests(): string[] {
  const name = `log${told}`
  utils.download_url(`${address}/log`, folder, { filename: name })
  const log = JSON.parse(readFileSync(inFolder(name), 'utf8')) as string[]
  const since = log.slice(told)
  told = log.length
  return since
}

describe('torchvision.datasets.utils.download_url', () => {
  test('fetches a file once, and checks its sum', () => {
    utils.download_url(`${address}/file/3-5000`, inFolder('new/folder'))
    const path = inFolder('new/folder/3-5000')
    const md5 = utils.calculate_md5(path)
    expect(readFileSync(path)).toHaveLength(5000)
    utils.download_url(`${address}/file/3-5000`, inFolder('new/folder'), null, md5)
    expect(requests()).toEqual(['file/3-5000  pytorch/vision'])
    expect(readdirSync(inFolder('new/folder'))).toEqual(['3-5000'])
    expect(() =>
      utils.download_url(`${address}/file/3-5000`, folder, { filename: 'x', md5: '0' }),
    ).toThrow(new RuntimeError('File not found or corrupted.'))
    requests()
  })

  test('a transfer that breaks off goes on where it did', () => {
    utils.download_url(`${address}/broken/5-9000`, folder)
    expect(requests()).toEqual([
      'broken/5-9000  pytorch/vision',
      'broken/5-9000 4500 pytorch/vision',
    ])
    utils.download_url(`${address}/file/5-9000`, folder, 'whole')
    expect(readFileSync(inFolder('5-9000')).equals(readFileSync(inFolder('whole')))).toBe(true)
    requests()
  })

  test('a part that an earlier call left is taken up, one of another file is not', () => {
    utils.download_url(`${address}/file/7-8000`, folder, 'seven')
    const whole = readFileSync(inFolder('seven'))
    requests()
    const hash = (kind: string, text: string | Buffer): string =>
      createHash(kind).update(text).digest('hex')
    const version = hash('sha256', `"${hash('sha1', whole)}"`).slice(0, 8)
    writeFileSync(inFolder('again.00000000.part'), 'of another version')
    writeFileSync(inFolder(`again.${version}.part`), whole.subarray(0, 3000))
    utils.download_url(`${address}/file/7-8000`, folder, 'again')
    expect(requests()).toEqual(['file/7-8000  pytorch/vision', 'file/7-8000 3000 pytorch/vision'])
    expect(readFileSync(inFolder('again')).equals(whole)).toBe(true)
  })

  test('a redirection is followed', () => {
    utils.download_url(`${address}/moved/2-100`, folder, 'moved')
    expect(readFileSync(inFolder('moved'))).toHaveLength(100)
    requests()
  })

  test('errors', () => {
    expect(() => utils.download_url(`${address}/nothing`, folder)).toThrow(
      expect.objectContaining({
        name: 'HTTPError',
        message: 'HTTP Error 404: Not Found',
        status: 404,
      }),
    )
    expect(() => utils.download_url('http://127.0.0.1:65535/x', folder, 'unreached')).toThrow(
      expect.objectContaining({
        name: 'URLError',
        message: expect.stringMatching(/^<urlopen error .+>$/),
      }),
    )
    expect(() => utils.download_url('nonsense', folder)).toThrow(
      expect.objectContaining({ name: 'URLError', message: "unknown url type: 'nonsense'" }),
    )
    expect(existsSync(inFolder('nothing'))).toBe(false)
  })
})

describe('torchvision.datasets: download', () => {
  test('MNIST tries each mirror, and says what came of it', () => {
    class Mine extends datasets.MNIST {
      static override mirrors = [`${address}/no/`, `${address}/neither/`]
    }
    expect(() => new Mine(folder, { download: true })).toThrow(
      new RuntimeError(
        'Error downloading train-images-idx3-ubyte.gz:\n' +
          `Tried ${address}/no/, got:\nHTTP Error 404: Not Found\n` +
          `Tried ${address}/neither/, got:\nHTTP Error 404: Not Found\n`,
      ),
    )
    expect(existsSync(inFolder('Mine/raw'))).toBe(true)
    expect(() => datasets.KMNIST(inFolder('elsewhere'))).toThrow(RuntimeError)
  })
})

describe('torchvision.datasets.utils.extract_archive', () => {
  const pack = (name: string, files: Record<string, string>): string => {
    const source = inFolder(`${name}-source`)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(source, path, '..'), { recursive: true })
      writeFileSync(join(source, path), text)
    }
    const tar = createRequire(__filename)('tar') as {
      c(options: object, paths: string[]): void
    }
    tar.c({ file: inFolder(name), cwd: source, sync: true, gzip: name.endsWith('gz') }, ['.'])
    return inFolder(name)
  }

  // One stored entry: head, bytes, directory, end.
  const zip = (name: string, entry: string, text: string): string => {
    const bytes = Buffer.from(text)
    const crc = (createRequire(__filename)('node:zlib') as typeof import('node:zlib')).crc32(bytes)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt32LE(crc, 10)
    fields.writeUInt32LE(bytes.length, 14)
    fields.writeUInt32LE(bytes.length, 18)
    fields.writeUInt16LE(entry.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(entry), bytes])
    const central = Buffer.concat([
      Buffer.from('PK\x01\x02\x14\0'),
      fields,
      Buffer.alloc(14),
      Buffer.from(entry),
    ])
    const end = Buffer.alloc(22)
    end.write('PK\x05\x06', 'latin1')
    end.writeUInt16LE(1, 8)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(central.length, 12)
    end.writeUInt32LE(local.length, 16)
    writeFileSync(inFolder(name), Buffer.concat([local, central, end]))
    return inFolder(name)
  }

  test.each(['a.tar', 'b.tar.gz', 'c.tgz'])('%s', (name) => {
    const archive = pack(name, { 'x.txt': 'one', 'deep/er/y.txt': 'two' })
    const to = inFolder(`${name}-out`)
    expect(utils.extract_archive(archive, to)).toBe(to)
    expect(readFileSync(join(to, 'deep/er/y.txt'), 'utf8')).toBe('two')
    expect(readFileSync(join(to, 'x.txt'), 'utf8')).toBe('one')
    utils.extract_archive(archive, to, { remove_finished: true })
    expect(existsSync(archive)).toBe(false)
  })

  test('zip', () => {
    const to = inFolder('zip-out')
    expect(utils.extract_archive(zip('a.zip', 'in/side.txt', 'three'), to)).toBe(to)
    expect(readFileSync(join(to, 'in/side.txt'), 'utf8')).toBe('three')
  })

  test('gz', () => {
    writeFileSync(inFolder('plain.txt.gz'), gzipSync('four'))
    expect(utils.extract_archive(inFolder('plain.txt.gz'))).toBe(inFolder('plain.txt'))
    expect(readFileSync(inFolder('plain.txt'), 'utf8')).toBe('four')
  })

  test('nothing lands outside of the folder', () => {
    const to = inFolder('safe/out')
    mkdirSync(to, { recursive: true })
    const reaching = (name: string, kind: string, link = ''): string => {
      const head = Buffer.alloc(512)
      head.write(name, 0)
      head.write('0000644\0', 100)
      head.write('00000000000\0', 124)
      head.write('00000000000\0', 136)
      head.write('        ', 148)
      head.write(kind, 156)
      head.write(link, 157)
      head.write('ustar\x0000', 257)
      const sum = head.reduce((total, byte) => total + byte, 0)
      head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
      writeFileSync(inFolder('escape.tar'), Buffer.concat([head, Buffer.alloc(1024)]))
      return inFolder('escape.tar')
    }
    for (const [name, kind, link] of [
      ['../evil', '0', ''],
      ['/tmp/torch-node-evil', '0', ''],
      ['link', '2', '../../..'],
      ['link', '2', '/etc'],
      ['hard', '1', '../x'],
    ] as const) {
      expect(() => utils.extract_archive(reaching(name, kind, link), to)).toThrow(
        new RuntimeError(
          `'${name}' in ${inFolder('escape.tar')} would be extracted outside of the destination`,
        ),
      )
    }
    for (const name of ['../evil', '/tmp/torch-node-evil']) {
      expect(() => utils.extract_archive(zip('escape.zip', name, 'x'), to)).toThrow(
        new RuntimeError(
          `'${name}' in ${inFolder('escape.zip')} would be extracted outside of the destination`,
        ),
      )
    }
    expect(readdirSync(to)).toEqual([])
    expect(readdirSync(inFolder('safe'))).toEqual(['out'])
  })

  test('errors', () => {
    const fails = (name: string, message: string): void =>
      expect(() => utils.extract_archive(name)).toThrow(new RuntimeError(message))
    fails(
      'file',
      "File 'file' has no suffixes that could be used to detect the archive type and compression.",
    )
    fails(
      'file.rar',
      "Unknown compression or archive type: '.rar'.\nKnown suffixes are: '['.bz2', '.gz', '.tar', '.tbz', '.tbz2', '.tgz', '.xz', '.zip']'.",
    )
    fails('file.tar.xz', 'files compressed as .xz are not unpacked here: unpack it first')
    expect(() => utils.extract_archive('nowhere.tar')).toThrow(FileNotFoundError)
    writeFileSync(inFolder('broken.zip'), 'no zip at all')
    expect(() => utils.extract_archive(inFolder('broken.zip'))).toThrow(
      expect.objectContaining({
        name: 'RuntimeError',
        message: expect.stringContaining('zip file'),
      }),
    )
  })
})

describe('torchvision.datasets.utils', () => {
  test('sums and lists', () => {
    const root = inFolder('lists')
    mkdirSync(join(root, 'sub'), { recursive: true })
    writeFileSync(join(root, 'a.txt'), 'abc')
    expect(utils.calculate_md5(join(root, 'a.txt'))).toBe('900150983cd24fb0d6963f7d28e17f72')
    expect(utils.check_integrity(join(root, 'a.txt'))).toBe(true)
    expect(utils.check_integrity(join(root, 'a.txt'), '0')).toBe(false)
    expect(utils.check_integrity(join(root, 'sub'))).toBe(false)
    expect(utils.list_dir(root)).toEqual(['sub'])
    expect(utils.list_files(root, '.txt', { prefix: true })).toEqual([join(root, 'a.txt')])
    expect(utils.list_files(root, ['.png', '.txt'])).toEqual(['a.txt'])
  })

  test('verify_str_arg', () => {
    expect(utils.verify_str_arg('a', 'x', ['a', 'b'])).toBe('a')
    expect(() => utils.verify_str_arg('c' as 'a', 'x', ['a', 'b'])).toThrow(
      new ValueError("Unknown value 'c' for argument x. Valid values are {'a', 'b'}."),
    )
    expect(() => utils.verify_str_arg(3 as never, 'x')).toThrow(
      new ValueError("Expected type str for argument x, but got type <class 'int'>."),
    )
  })
})

describe('blocking', () => {
  test('results, errors, and a thread that ends', () => {
    const run = blocking<string, number>(() => async (text) => {
      if (text === 'exit') process.exit(3)
      if (text === 'throw') throw new RangeError('too far')
      return text.length
    })
    expect(run('four')).toBe(4)
    expect(() => run('throw')).toThrow(
      expect.objectContaining({ type: 'RangeError', message: 'too far' }),
    )
    expect(() => run('exit')).toThrow(BlockingError)
    expect(run('again')).toBe(5)
  })
})
