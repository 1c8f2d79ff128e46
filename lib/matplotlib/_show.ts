// Pictures for the eye: a file, and a viewer where there is a screen.

import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figure } from './figure.js'

const told = new Set<string>()

/** Where figures are written: `TORCH_NODE_FIGURES`, or a folder of this process among temporary files. */
function folder(): string {
  const path = process.env.TORCH_NODE_FIGURES ?? join(tmpdir(), `torch-node-${process.pid}`)
  mkdirSync(path, { recursive: true })
  return path
}

function hasScreen(): boolean {
  const { platform, env } = process
  if (platform === 'win32' || platform === 'darwin') return true
  return Boolean(env.DISPLAY ?? env.WAYLAND_DISPLAY)
}

function open(path: string): void {
  const { platform } = process
  const [command, ...args] =
    platform === 'win32'
      ? ['cmd', '/c', 'start', '""', path]
      : platform === 'darwin'
        ? ['open', path]
        : ['xdg-open', path]
  const viewer = spawn(command as string, args, { detached: true, stdio: 'ignore' })
  // A machine without a viewer still has the file.
  viewer.on('error', () => {})
  viewer.unref()
}

/** Writes a figure, tells where, and opens it where the backend draws on screens and there is one. */
export function present(figure: Figure, name: string, onScreen: boolean): string {
  let path = join(folder(), `${name}.png`)
  for (let n = 2; told.has(path) && !shownBy(figure, path); n++)
    path = join(folder(), `${name}-${n}.png`)
  figure.savefig(path)
  if (!told.has(path)) {
    told.add(path)
    owners.set(path, new WeakRef(figure))
    process.stderr.write(`${name.replaceAll('_', ' ')}: ${path}\n`)
    if (onScreen && hasScreen()) open(path)
  }
  return path
}

const owners = new Map<string, WeakRef<Figure>>()
const shownBy = (figure: Figure, path: string): boolean => owners.get(path)?.deref() === figure
