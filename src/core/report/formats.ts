/** What a report can be saved as, named as the endings of the files, in the order they are offered. */
export const savedFormats = ['html', 'pdf', 'md', 'json', 'csv', 'png'] as const
export type SavedFormat = (typeof savedFormats)[number]

/** The formats that are text as it stands. PDF is the HTML on paper, PNG the card. */
export const reportFormats = ['md', 'html', 'json', 'csv'] as const
export type ReportFormat = (typeof reportFormats)[number]
