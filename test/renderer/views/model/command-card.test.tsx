import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { argumentsOf, CommandText } from '../../../../src/renderer/views/model/command-card.tsx'

afterEach(cleanup)

const command = 'llama-server -hf Qwen/Qwen3-30B-A3B-GGUF:Q4_K_M -c 32768 -np 1 --n-cpu-moe 20 -ot "a b=CPU"'

test('a flag stays with its value, and hyphens inside a name break nothing', () => {
  expect(argumentsOf(command)).toEqual([
    'llama-server',
    '-hf Qwen/Qwen3-30B-A3B-GGUF:Q4_K_M',
    '-c 32768',
    '-np 1',
    '--n-cpu-moe 20',
    '-ot "a b=CPU"'
  ])
})

test('the text on the page is the command, letter for letter', () => {
  const { container } = render(<CommandText command={command} />)
  expect(container.querySelector('code')?.textContent).toBe(command)
})
