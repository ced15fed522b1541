{
  "extends": "../../../tsconfig.base.json",
  "compilerOptions": {
    "composite": false,
    "noEmit": true,
    "rootDir": "../../.."
  },
  "include": [
    "src/**/*.ts"
  ],
  "references": []
}