import { defineConfig } from 'vite';

/** The page's nonce for its styles; the server puts a new one in for each answer. */
export const NONCE = '__NONCE__';

export default defineConfig({
  root: import.meta.dirname,
  // JSX is compiled by Vite itself.
  oxc: { jsx: { runtime: 'automatic' } },
  html: { cspNonce: NONCE },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Our policy allows no data: scripts or fonts, and one request more costs less than base64.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    // "use client" is for servers that draw pages.
    rolldownOptions: { onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning) },
  },
  server: { proxy: Object.fromEntries(['/api', '/f', '/health'].map((path) => [path, process.env.TRIBUTARY_URL ?? 'http://localhost:8080'])) },
});
