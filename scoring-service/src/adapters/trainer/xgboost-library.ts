import { createRequire } from 'node:module';

/** The WebAssembly build of XGBoost 0.7 inside ml-xgboost, with pointers as numbers. */
export type XgboostLibrary = {
  /** `fill` writes the row-major matrix directly to the library's memory; labels are 0 or 1. Returns the booster. */
  createBooster(
    rowCount: number,
    columnCount: number,
    fill: (target: Float32Array) => void,
    labels: Uint8Array,
  ): number;
  setParameter(booster: number, name: string, value: string): void;
  boostOnce(booster: number): void;
  saveModel(booster: number): Uint8Array;
  /** The objective's prediction for each row of `columnCount` values. */
  predict(booster: number, rows: Float32Array, columnCount: number): Float32Array;
  /** Gives back the memory of a booster and of its rows, which the library keeps as long as it is loaded. */
  freeBooster(booster: number): void;
};

type EmscriptenModule = {
  isReady: Promise<unknown>;
  HEAPU8: Uint8Array;
  HEAPF32: Float32Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  cwrap(
    name: string,
    result: 'number' | null,
    parameters: ('number' | 'string')[],
  ): (...values: (number | string)[]) => number;
};

const FLOAT_BYTES = 4;

/**
 * Loads the library. ml-xgboost's own API passes the matrix on a 5 MB stack (32,000 rows of 40 columns fail), so its
 * WebAssembly build is called directly and the input is allocated on its heap.
 */
export async function loadXgboost(): Promise<XgboostLibrary> {
  const library = await loadModule();
  const createModel = library.cwrap('create_model', 'number', ['number', 'number', 'number', 'number']);
  const setParameter = library.cwrap('set_param', null, ['number', 'string', 'string']);
  const train = library.cwrap('train_full_model', null, ['number', 'number']);
  const saveModel = library.cwrap('save_model', 'number', ['number']);
  const readSavedModel = library.cwrap('get_file_content', null, ['number', 'number']);
  const freeModel = library.cwrap('free_memory_model', null, ['number']);
  const predictOne = library.cwrap('predict_one', 'number', ['number', 'number', 'number', 'number']);

  const allocate = (bytes: number): number => {
    const pointer = library._malloc(bytes);
    if (pointer === 0) throw new Error(`XGBoost has no memory for ${bytes} bytes.`);
    return pointer;
  };
  // The heap is a new buffer after it has grown: views must be taken after the last allocation.
  const floatsAt = (pointer: number, length: number): Float32Array =>
    library.HEAPF32.subarray(pointer / FLOAT_BYTES, pointer / FLOAT_BYTES + length);

  return {
    createBooster(rowCount, columnCount, fill, labels) {
      const matrixPointer = allocate(rowCount * columnCount * FLOAT_BYTES);
      const labelPointer = allocate(rowCount * FLOAT_BYTES);
      fill(floatsAt(matrixPointer, rowCount * columnCount));
      floatsAt(labelPointer, rowCount).set(labels);
      const booster = createModel(matrixPointer, labelPointer, rowCount, columnCount);
      library._free(matrixPointer);
      library._free(labelPointer);
      return booster;
    },
    setParameter(booster, name, value) {
      setParameter(booster, name, value);
    },
    boostOnce(booster) {
      train(booster, 1);
    },
    saveModel(booster) {
      const length = saveModel(booster);
      if (length <= 0) throw new Error('XGBoost could not save the model.');
      const pointer = allocate(length);
      readSavedModel(pointer, length);
      const bytes = library.HEAPU8.slice(pointer, pointer + length);
      library._free(pointer);
      return bytes;
    },
    predict(booster, rows, columnCount) {
      const rowPointer = allocate(columnCount * FLOAT_BYTES);
      const resultPointer = allocate(FLOAT_BYTES);
      const predictions = new Float32Array(rows.length / columnCount);
      for (let row = 0; row < predictions.length; row++) {
        floatsAt(rowPointer, columnCount).set(rows.subarray(row * columnCount, (row + 1) * columnCount));
        predictOne(booster, rowPointer, columnCount, resultPointer);
        predictions[row] = floatsAt(resultPointer, 1)[0] as number;
      }
      library._free(rowPointer);
      library._free(resultPointer);
      return predictions;
    },
    freeBooster(booster) {
      freeModel(booster);
    },
  };
}

async function loadModule(): Promise<EmscriptenModule> {
  const listenersBefore = process.listeners('uncaughtException');
  const webAssembly = Reflect.get(globalThis, 'WebAssembly') as { instantiateStreaming?: unknown };
  const { instantiateStreaming } = webAssembly;
  // It would fetch() a file path, fail, print that on stderr and then read the file: without it, it reads at once.
  webAssembly.instantiateStreaming = undefined;
  try {
    const library = createRequire(import.meta.url)('ml-xgboost/dist/wasm/xgboost') as EmscriptenModule;
    await library.isReady;
    return library;
  } finally {
    webAssembly.instantiateStreaming = instantiateStreaming;
    // Its listener throws again inside the handler, which ends the process with code 7.
    for (const listener of process.listeners('uncaughtException')) {
      if (!listenersBefore.includes(listener)) process.removeListener('uncaughtException', listener);
    }
  }
}
