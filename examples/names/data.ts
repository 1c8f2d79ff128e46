/** Surnames of many languages: a file a language, a name a line, turned into plain ASCII. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

export const ascii_letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

export const findFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => join(folder, name))

/** Without the marks on letters, and without what is not in `all_letters`. */
export function unicodeToAscii(s: string, all_letters: string): string {
  const letters = [...s.normalize('NFD')]
  return letters.filter((c) => !/\p{Mn}/u.test(c) && all_letters.includes(c)).join('')
}

export function readLines(filename: string, all_letters: string): string[] {
  const lines = readFileSync(filename, 'utf8').trim().split('\n')
  return lines.map((line) => unicodeToAscii(line, all_letters))
}

/** The names of each language, and the languages. */
export function readNames(folder: string, all_letters: string) {
  const category_lines: Record<string, string[]> = {}
  const all_categories: string[] = []
  for (const filename of findFiles(folder)) {
    const category = basename(filename, '.txt')
    all_categories.push(category)
    category_lines[category] = readLines(filename, all_letters)
  }
  return { category_lines, all_categories }
}
