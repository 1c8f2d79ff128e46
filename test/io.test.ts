import { BytesIO } from 'torch-node/io'
import { errorOf } from './serialization/support.js'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
const of = (words: string): Uint8Array => Uint8Array.from(Buffer.from(words))

describe('io.BytesIO', () => {
  test('reads and writes where it is', () => {
    const f = new BytesIO()
    expect(f.write(of('hello world'))).toBe(11)
    expect([f.tell(), f.seek(6)]).toEqual([11, 6])
    expect(text(f.read(3))).toBe('wor')
    expect(f.write(of('LD!'))).toBe(3)
    expect(text(f.getvalue())).toBe('hello worLD!')
    expect([f.seek(-3, 2), f.seek(1, 1), f.seek(-50, 1)]).toEqual([9, 10, 0])
    expect(text(f.read())).toBe('hello worLD!')
    expect(text(f.read())).toBe('')
    f.seek(14)
    f.write(of('x'))
    expect([...f.getvalue().slice(12)]).toEqual([0, 0, 120])
  })

  test('lines', () => {
    const f = BytesIO(of('ab\ncd\ne'))
    expect([
      text(f.readline()),
      text(f.readline(1)),
      text(f.readline()),
      text(f.readline()),
      text(f.readline()),
    ]).toEqual(['ab\n', 'c', 'd\n', 'e', ''])
  })

  test('what it was made of stays as it is', () => {
    const source = of('abc')
    const f = new BytesIO(source)
    f.write(of('X'))
    expect([text(source), text(f.getvalue())]).toEqual(['abc', 'Xbc'])
    expect(text(new BytesIO(source.buffer as ArrayBuffer).getvalue())).toBe('abc')
  })

  test('is cut off', () => {
    const f = new BytesIO(of('abcdef'))
    f.seek(2)
    expect(f.truncate()).toBe(2)
    expect(text(f.getvalue())).toBe('ab')
    expect(f.truncate(10)).toBe(10)
    expect(text(f.getbuffer())).toBe('ab')
    f.seek(4)
    f.write(of('z'))
    expect([...f.getvalue()]).toEqual([97, 98, 0, 0, 122])
  })

  test('tells what it can do', () => {
    const f = new BytesIO()
    f.flush()
    expect([f.readable(), f.writable(), f.seekable(), f.closed]).toEqual([true, true, true, false])
  })

  const closed = new BytesIO()
  closed.close()
  const f = new BytesIO(of('abc'))
  test.each<[() => unknown, string, string]>([
    [() => f.seek(-1), 'ValueError', 'negative seek value -1'],
    [() => f.seek(0, 5), 'ValueError', 'invalid whence (5, should be 0, 1 or 2)'],
    [() => f.truncate(-1), 'ValueError', 'negative size value -1'],
    [() => f.write('x' as never), 'TypeError', "a bytes-like object is required, not 'str'"],
    [() => new BytesIO('x' as never), 'TypeError', "a bytes-like object is required, not 'str'"],
    [() => closed.read(), 'ValueError', 'I/O operation on closed file.'],
    [() => closed.getvalue(), 'ValueError', 'I/O operation on closed file.'],
  ])('%s', (body, name, message) => {
    expect(errorOf(body)).toEqual([name, message])
  })
})
