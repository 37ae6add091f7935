import { COLDKEYS, POSITIONS, SUBNETS } from './genesis.ts'

/** What each client is asked to do. */
export const SUBMISSIONS = 100
export const CONNECT = 'import, connect, load the runtime'
export const SUBNETS_AND_PORTFOLIO: string = `${SUBNETS} subnets and a portfolio of ${POSITIONS} positions`
export const BALANCES: string = `balances of ${COLDKEYS.toLocaleString('en')} coldkeys`
export const SUBMIT: string = `${SUBMISSIONS} stakes of one account, signed and followed until they are final`
export const SIGN: string = `${SUBMISSIONS} signatures alone`
