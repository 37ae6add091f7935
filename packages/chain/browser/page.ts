export * from '../src/index.ts'
export { journey } from './journey.ts'
