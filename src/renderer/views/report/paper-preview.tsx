import { type ReactElement, useLayoutEffect, useRef } from 'react'

/** The file without its style element, which the policy would refuse even in a parsed document, and what that says. */
function apart(html: string): { readonly css: string; readonly rest: string } {
  const [element = '', css = ''] = /<style>([^<]*)<\/style>/u.exec(html) ?? []
  return { css, rest: html.replace(element, '') }
}

/**
 * The HTML of the report itself, in a tree of its own with the style sheet it carries: what is seen here is what is
 * saved and printed. A frame would inherit the page's policy, which forbids the style text inside the file; a parsed
 * document runs no scripts, and the policy lets none in that the text might name.
 */
export function PaperPreview({
  html,
  title
}: {
  readonly html: string
  readonly title: string
}): ReactElement {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (!place.current) return
    const root = place.current.shadowRoot ?? place.current.attachShadow({ mode: 'open' })
    const { css, rest } = apart(html)
    const file = new DOMParser().parseFromString(rest, 'text/html')
    const style = new CSSStyleSheet()
    style.replaceSync(css)
    root.adoptedStyleSheets = [style]
    // The page has its own main part and its own first heading level; the file's are an article in it.
    const article = file.createElement('article')
    const main = file.querySelector('main')
    article.append(...(main?.childNodes ?? []))
    main?.replaceWith(article)
    root.replaceChildren(document.importNode(file.body, true))
  }, [html])
  return <div className="paper" ref={place} role="region" aria-label={`Preview: ${title}`} />
}
