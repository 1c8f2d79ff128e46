import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const viewers: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Writes a PNG to a new folder, says where, and opens it where there is a screen. */
export function showImage(png: Uint8Array, title: string | null): void {
  const name = (title ?? 'image').replace(/[^\w.-]+/g, '_')
  const path = join(mkdtempSync(join(tmpdir(), 'torch-node-')), `${name}.png`)
  writeFileSync(path, png)
  process.stdout.write(`Image saved to ${path}\n`)
  const { env, platform } = process
  const [command, ...args] = viewers[platform] ?? ['xdg-open']
  const hasScreen = platform in viewers || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
  if (!hasScreen || env.CI || command === undefined) return
  const viewer = spawn(command, [...args, path], { detached: true, stdio: 'ignore' })
  viewer.on('error', () => {})
  viewer.unref()
}
