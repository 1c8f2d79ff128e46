import { existsSync } from 'node:fs'

const setup = './test/setup.ts'

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Many tests run programs; on a busy machine one of a second may take ten.
  testTimeout: 60_000,
  // What is generated or installed here holds no tests; scanning it costs start-up time.
  modulePathIgnorePatterns: ['build', 'dist', 'docs/api', '.oracle'].map(
    (name) => `<rootDir>/${name}/`,
  ),
  setupFilesAfterEnv: existsSync(new URL(setup, import.meta.url)) ? [`<rootDir>/${setup}`] : [],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^torch-node$': '<rootDir>/lib/index.ts',
    '^torch-node/(.*)$': ['<rootDir>/lib/$1.ts', '<rootDir>/lib/$1/index.ts'],
    // TypeScript's ESM imports name the file that will exist: './size.js' is size.ts here.
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
}
