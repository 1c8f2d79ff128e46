import { existsSync } from 'node:fs'
import { useProject } from './support/project.js'

const project = useProject()

test('a folder of packages that others share is not emptied', async () => {
  const lock = { packages: { 'node_modules/none-such': { version: '1.0.0' } } }
  project().write('package-lock.json', JSON.stringify(lock))
  const { code, stderr } = await project().run('build.mjs', {})
  expect(code).toBe(1)
  expect(stderr).toContain('node_modules is a link, and npm ci would empty the folder it leads to.')
  expect(existsSync(project().path('node_modules/jest/package.json'))).toBe(true)
})
