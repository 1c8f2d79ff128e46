import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

/** A package like ours in a folder of its own, with its own cache and its own PATH. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), 'torch-node-test-'))
  readonly bin = join(this.root, 'bin')
  readonly cache = join(this.root, 'cache')

  constructor() {
    mkdirSync(this.bin)
    for (const name of [
      'package.json',
      'CMakeLists.txt',
      'tsconfig.build.json',
      'tsconfig.examples.json',
    ]) {
      cpSync(join(root, name), join(this.root, name))
    }
    cpSync(join(root, 'scripts'), join(this.root, 'scripts'), {
      recursive: true,
      filter: (file) => !/[\\/](golden|generate)$/.test(file),
    })
    symlinkSync(join(root, 'node_modules'), join(this.root, 'node_modules'))
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }

  path(name: string): string {
    return join(this.root, name)
  }

  write(name: string, content: string | Buffer = ''): string {
    const file = this.path(name)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    return file
  }

  /** A program on this project's PATH: the lines of a shell script. */
  tool(name: string, ...lines: string[]): void {
    chmodSync(this.write(join('bin', name), ['#!/bin/sh', ...lines, ''].join('\n')), 0o755)
  }

  /** A compiler, a cmake and a ninja that are new enough. */
  tools(): void {
    this.tool('g++', 'echo "g++ (GCC) 12.2.0"')
    this.tool('cmake', 'echo "cmake version 3.25.1"')
    this.tool('ninja')
  }

  /** Such tools whose build makes an empty addon, noting it in cmake.log. */
  buildingTools(): void {
    this.tools()
    this.tool(
      'cmake',
      'case "$1" in',
      '--version) echo "cmake version 3.25.1";;',
      '--build) echo build >> cmake.log; /bin/mkdir -p build/Release; : > build/Release/torch_node.node;;',
      'esac',
    )
  }

  /** A folder that looks like LibTorch to set-up. */
  libtorch(name: string, version: string): string {
    this.write(join(name, 'include/ATen/ATen.h'))
    this.write(join(name, 'lib/libtorch_cpu.so'))
    this.write(join(name, 'build-version'), `${version}\n`)
    return this.path(name)
  }

  /** Runs one of the scripts. Only what a test gives is on PATH; no network is reached. */
  run(script: string, env: Record<string, string> = {}, args: string[] = []): Promise<Outcome> {
    const child = spawn(process.execPath, [this.path(join('scripts', script)), ...args], {
      cwd: this.root,
      env: {
        PATH: this.bin,
        HOME: this.root,
        TORCH_NODE_CACHE: this.cache,
        TORCH_NODE_MIRROR: 'http://127.0.0.1:1/libtorch',
        ...env,
      },
    })
    const outcome: Outcome = { code: null, stdout: '', stderr: '' }
    child.stdout.on('data', (data) => {
      outcome.stdout += data
    })
    child.stderr.on('data', (data) => {
      outcome.stderr += data
    })
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve({ ...outcome, code }))
    })
  }
}

/** A new project for each test of a file. */
export function useProject(): () => Project {
  let project: Project
  beforeEach(() => {
    project = new Project()
  })
  afterEach(() => project.remove())
  return () => project
}
