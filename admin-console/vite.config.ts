import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/main/web',
  base: '/console/',
  build: {
    outDir: '../../../target/classes/console',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of our own: the content security policy allows nothing else.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
