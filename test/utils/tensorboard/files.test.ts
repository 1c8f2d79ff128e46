// When event files are written, and where.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import torch from 'torch-node'
import { RecordWriter, SummaryWriter } from 'torch-node/utils/tensorboard'
import { crc32c, masked_crc32c } from '../../../lib/utils/tensorboard/_record_writer.js'
import { eventFiles, eventsIn, newFolder, readRecords } from './support.js'

const root = newFolder()
const newRun = () => mkdtempSync(join(root, 'run-'))
const count = (folder: string) => eventsIn(folder).length

function child(program: string, folder: string): { status: number | null; stdout: string } {
  const script = join(__dirname, 'child.mjs')
  const args = ['--expose-gc', script, program, folder]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, stdout }
}

describe('torch.utils.tensorboard.SummaryWriter', () => {
  test('writes when max_queue have come together', () => {
    const folder = newRun()
    const writer = SummaryWriter(folder, { max_queue: 3 })
    for (const wanted of [0, 0, 3, 3, 3, 6]) {
      writer.add_scalar('a', 1)
      expect(count(folder)).toBe(wanted)
    }
    writer.add_scalar('a', 1)
    writer.flush()
    expect(count(folder)).toBe(7)
    writer.close()
    expect(count(folder)).toBe(7)
  })

  test('writes at the first event after flush_secs', () => {
    const folder = newRun()
    const now = jest.spyOn(Date, 'now').mockReturnValue(1e12)
    const writer = SummaryWriter(folder, { max_queue: 0, flush_secs: 5 })
    try {
      for (let i = 0; i < 100; i++) writer.add_scalar('a', 1)
      expect(count(folder)).toBe(0)
      now.mockReturnValue(1e12 + 4999)
      writer.add_scalar('a', 1)
      expect(count(folder)).toBe(0)
      now.mockReturnValue(1e12 + 5000)
      writer.add_scalar('a', 1)
      expect(count(folder)).toBe(102)
    } finally {
      now.mockRestore()
      writer.close()
    }
  })

  test('the default folder tells time, host and comment', () => {
    const cwd = process.cwd()
    process.chdir(newRun())
    try {
      const writer = SummaryWriter({ comment: '_lr0.1' })
      writer.close()
      expect(writer.log_dir.replace(hostname(), 'HOST')).toMatch(
        /^runs[\\/][A-Z][a-z]{2}\d{2}_\d{2}-\d{2}-\d{2}_HOST_lr0\.1$/,
      )
      expect(eventFiles(writer.get_logdir())).toHaveLength(1)
      expect(SummaryWriter('given', { comment: 'x' }).log_dir).toBe('given')
    } finally {
      process.chdir(cwd)
    }
  })

  test('files are named by second, host, process and count', () => {
    const folder = newRun()
    SummaryWriter(folder, { filename_suffix: '.mine' }).close()
    const [path = ''] = eventFiles(folder)
    const name = basename(path).replace(hostname(), 'HOST')
    expect(name).toMatch(
      new RegExp(`^events\\.out\\.tfevents\\.\\d{10}\\.HOST\\.${process.pid}\\.\\d+\\.mine$`),
    )
    expect(readRecords(path)).toHaveLength(1)
  })

  test('closes at the end of a block', () => {
    const folder = newRun()
    const kept = SummaryWriter(folder, (writer) => {
      writer.add_scalar('a', 1)
      return writer
    })
    expect(kept.all_writers).toBeNull()
    {
      using writer = SummaryWriter(folder)
      writer.add_scalar('a', 2)
    }
    expect(() =>
      SummaryWriter({ log_dir: folder }, (writer) => {
        writer.add_scalar('a', 3)
        throw new Error('mine')
      }),
    ).toThrow('mine')
    expect(count(folder)).toBe(3)
  })

  test('a closed writer begins a new file', () => {
    const folder = newRun()
    const writer = SummaryWriter(folder)
    writer.close()
    writer.flush()
    writer.add_scalar('a', 1)
    writer.close()
    expect(eventFiles(folder)).toHaveLength(2)
    expect(count(folder)).toBe(1)
  })

  test('can be extended', () => {
    class Mine extends SummaryWriter {
      twice(tag: string, value: number): void {
        this.add_scalar(tag, value)
        this.add_scalar(tag, value)
      }
    }
    const folder = newRun()
    const writer = new Mine(folder)
    writer.twice('a', 1)
    writer.close()
    expect(writer).toBeInstanceOf(SummaryWriter)
    expect(count(folder)).toBe(2)
  })

  test('is torch.utils.tensorboard too', () => {
    expect(torch.utils.tensorboard.SummaryWriter).toBe(SummaryWriter)
  })

  test('many writers leave one listener, and none once all is written', () => {
    const before = process.listenerCount('exit')
    const writers = Array.from({ length: 30 }, () => SummaryWriter(newRun()))
    expect(process.listenerCount('exit')).toBe(before)
    for (const writer of writers) writer.add_scalar('a', 1)
    expect(process.listenerCount('exit')).toBe(before + 1)
    for (const writer of writers) writer.close()
    expect(process.listenerCount('exit')).toBe(before)
  })

  test('a folder that is gone is an error, once', () => {
    const folder = newRun()
    const writer = SummaryWriter(folder)
    writer.add_scalar('a', 1)
    rmSync(folder, { recursive: true })
    expect(() => writer.flush()).toThrow('ENOENT')
    writer.close()
  })

  test.each([
    ['end', 0, 13],
    ['throw', 1, 13],
    ['exit', 3, 13],
    // What had come together before.
    ['kill', null, 10],
  ])('a process that ends by %s', (program, wanted, events) => {
    const folder = newRun()
    expect(child(program, folder).status).toBe(wanted)
    expect(count(folder)).toBe(events)
  })

  test('threads have files of their own', () => {
    const folder = newRun()
    expect(child('threads', folder).status).toBe(0)
    const paths = eventFiles(folder)
    expect(paths.map((path) => readRecords(path).length).sort()).toEqual([14, 2, 2])
  })

  test('memory is flat over 100,000 scalars', () => {
    const folder = newRun()
    const { status, stdout } = child('many', folder)
    expect(status).toBe(0)
    // 50,000 events that stayed would be 5,000 kB at least.
    expect(Number(stdout)).toBeLessThan(1000)
    const [path = ''] = eventFiles(folder)
    expect(statSync(path).size).toBeGreaterThan(4_900_000)
  })
})

describe('torch.utils.tensorboard.RecordWriter', () => {
  test('writes length, data and their checksums', () => {
    const parts: Buffer[] = []
    const done: string[] = []
    const writer = new RecordWriter({
      write: (data) => parts.push(Buffer.from(data)),
      flush: () => done.push('flush'),
      close: () => done.push('close'),
      closed: true,
    })
    writer.write(Buffer.from('abc'))
    writer.write(new Uint8Array(0))
    writer.flush()
    writer.close()
    expect(done).toEqual(['flush', 'close'])
    expect(writer.closed).toBe(true)
    // As tensorboard.summary.writer.record_writer gives them.
    expect(parts.map((part) => part.toString('hex'))).toEqual([
      '0300000000000000b099490e6162636e57f121',
      '000000000000000029039807d8ea82a2',
    ])
  })

  test('checksums are those of the Castagnoli polynomial', () => {
    // The examples of RFC 3720, appendix B.4.
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43)
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e)
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
    expect(masked_crc32c(Buffer.from('123456789'))).toBe(0xc78ab0e5)
  })
})
