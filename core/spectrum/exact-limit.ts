/** Up to so many parameters every measurement computes all of the Hessian and is exact. */
export const exactLimit = 100;
