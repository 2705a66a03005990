import type { ReactElement } from 'react'
import type { Block, ReportDocument } from '../../../core/report/document.ts'
import { MemoryBar } from '../../parts/memory-bar.tsx'
import { Legend } from '../../parts/legend.tsx'
import { PlimsollMark } from '../../parts/plimsoll-mark.tsx'

type BlockOf<K extends Block['kind']> = Extract<Block, { readonly kind: K }>

const TableBlock = ({ block }: { readonly block: BlockOf<'table'> }): ReactElement => (
  <div
    className="scroll-x"
    tabIndex={0}
    role="region"
    aria-label={block.columns.map(({ title }) => title).join(', ')}
  >
    <table className="terms">
      <thead>
        <tr>
          {block.columns.map(({ title, figures }) => (
            <th key={title} scope="col" className={figures ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((cells, row) => (
          <tr key={row}>
            {cells.map((cell, column) => (
              <td key={column} className={block.columns[column]?.figures ? 'number' : undefined}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

function BlockView({ block }: { readonly block: Block }): ReactElement {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? <h3 className="paper-section">{block.text}</h3> : <h4>{block.text}</h4>
    case 'paragraph':
      return <p>{block.text}</p>
    case 'list':
      return (
        <ul className="paper-list">
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )
    case 'code':
      return (
        <code className="command" tabIndex={0}>
          {block.text}
        </code>
      )
    case 'table':
      return <TableBlock block={block} />
    case 'bars':
      return (
        <div className="paper-bars">
          {block.bars.map((bar, index) => (
            <figure key={index}>
              <figcaption>{bar.words}</figcaption>
              <MemoryBar bar={bar} large />
            </figure>
          ))}
          <Legend />
        </div>
      )
  }
}

/** What will be saved, block by block, on white paper whatever the theme. */
export const DocumentPreview = ({ document }: { readonly document: ReportDocument }): ReactElement => (
  <article className="paper" aria-label="Preview of the report">
    <div className="paper-head">
      <h2>{document.title}</h2>
      <PlimsollMark size={32} />
    </div>
    {document.blocks.map((block, index) => (
      <BlockView key={index} block={block} />
    ))}
  </article>
)
