import { LightningElement } from 'lwc';

/** A defect on purpose: an input that a screen reader cannot name. */
export default class Unlabelled extends LightningElement {}
