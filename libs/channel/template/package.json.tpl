{
  "name": "@tributary/channel-{{kebab}}",
  "version": "{{version}}",
  "private": true,
  "license": "Apache-2.0",
  "type": "module",
  "exports": {
    ".": {
      "types": "./dist/index.d.ts",
      "default": "./dist/index.js"
    }
  },
  "dependencies": {
    "@tributary/channel": "{{version}}",
    "@tributary/contact": "{{version}}"
  },
  "nx": {
    "name": "channel-{{kebab}}",
    "tags": [
      "type:channel-plugin",
      "channel:{{name}}"
    ],
    "targets": {
      "build": {},
      "lint": {},
      "test": {},
      "typecheck": {}
    }
  }
}
