import type { OutgoingHttpHeaders } from 'node:http'
import { contentSecurityPolicy } from '../contract/content-security.ts'

/** Sent with every answer, refusals included. No CORS header: nothing of this server is for another origin. */
export const safetyHeaders: OutgoingHttpHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY'
}
