# Channel `{{name}}`

<!-- FILL IN: whose messages these are, what has to be entered at the provider, and a request that can be tried -->

| setting | what it is |
|---|---|
| `secret` | signs each request: `{{header}}` is the HMAC-SHA256 of the body, in hex |

The parts: `settings.ts` what can be configured · `verify.ts` the signature · `parse.ts` payload → contacts ·
`fold.ts` the same message again · `fixtures/` a request and what becomes of it.
