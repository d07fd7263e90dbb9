#!/usr/bin/env node
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 8557:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


const f = __nccwpck_require__(9470)
const DateTime = global.Date

class Date extends DateTime {
  constructor (value) {
    super(value)
    this.isDate = true
  }
  toISOString () {
    return `${this.getUTCFullYear()}-${f(2, this.getUTCMonth() + 1)}-${f(2, this.getUTCDate())}`
  }
}

module.exports = value => {
  const date = new Date(value)
  /* istanbul ignore if */
  if (isNaN(date)) {
    throw new TypeError('Invalid Datetime')
  } else {
    return date
  }
}


/***/ }),

/***/ 9487:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


const f = __nccwpck_require__(9470)

class FloatingDateTime extends Date {
  constructor (value) {
    super(value + 'Z')
    this.isFloating = true
  }
  toISOString () {
    const date = `${this.getUTCFullYear()}-${f(2, this.getUTCMonth() + 1)}-${f(2, this.getUTCDate())}`
    const time = `${f(2, this.getUTCHours())}:${f(2, this.getUTCMinutes())}:${f(2, this.getUTCSeconds())}.${f(3, this.getUTCMilliseconds())}`
    return `${date}T${time}`
  }
}

module.exports = value => {
  const date = new FloatingDateTime(value)
  /* istanbul ignore if */
  if (isNaN(date)) {
    throw new TypeError('Invalid Datetime')
  } else {
    return date
  }
}


/***/ }),

/***/ 6376:
/***/ ((module) => {


module.exports = value => {
  const date = new Date(value)
  /* istanbul ignore if */
  if (isNaN(date)) {
    throw new TypeError('Invalid Datetime')
  } else {
    return date
  }
}


/***/ }),

/***/ 420:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


const f = __nccwpck_require__(9470)

class Time extends Date {
  constructor (value) {
    super(`0000-01-01T${value}Z`)
    this.isTime = true
  }
  toISOString () {
    return `${f(2, this.getUTCHours())}:${f(2, this.getUTCMinutes())}:${f(2, this.getUTCSeconds())}.${f(3, this.getUTCMilliseconds())}`
  }
}

module.exports = value => {
  const date = new Time(value)
  /* istanbul ignore if */
  if (isNaN(date)) {
    throw new TypeError('Invalid Datetime')
  } else {
    return date
  }
}


/***/ }),

/***/ 9470:
/***/ ((module) => {


module.exports = (d, num) => {
  num = String(num)
  while (num.length < d) num = '0' + num
  return num
}


/***/ }),

/***/ 5991:
/***/ ((module) => {


const ParserEND = 0x110000
class ParserError extends Error {
  /* istanbul ignore next */
  constructor (msg, filename, linenumber) {
    super('[ParserError] ' + msg, filename, linenumber)
    this.name = 'ParserError'
    this.code = 'ParserError'
    if (Error.captureStackTrace) Error.captureStackTrace(this, ParserError)
  }
}
class State {
  constructor (parser) {
    this.parser = parser
    this.buf = ''
    this.returned = null
    this.result = null
    this.resultTable = null
    this.resultArr = null
  }
}
class Parser {
  constructor () {
    this.pos = 0
    this.col = 0
    this.line = 0
    this.obj = {}
    this.ctx = this.obj
    this.stack = []
    this._buf = ''
    this.char = null
    this.ii = 0
    this.state = new State(this.parseStart)
  }

  parse (str) {
    /* istanbul ignore next */
    if (str.length === 0 || str.length == null) return

    this._buf = String(str)
    this.ii = -1
    this.char = -1
    let getNext
    while (getNext === false || this.nextChar()) {
      getNext = this.runOne()
    }
    this._buf = null
  }
  nextChar () {
    if (this.char === 0x0A) {
      ++this.line
      this.col = -1
    }
    ++this.ii
    this.char = this._buf.codePointAt(this.ii)
    ++this.pos
    ++this.col
    return this.haveBuffer()
  }
  haveBuffer () {
    return this.ii < this._buf.length
  }
  runOne () {
    return this.state.parser.call(this, this.state.returned)
  }
  finish () {
    this.char = ParserEND
    let last
    do {
      last = this.state.parser
      this.runOne()
    } while (this.state.parser !== last)

    this.ctx = null
    this.state = null
    this._buf = null

    return this.obj
  }
  next (fn) {
    /* istanbul ignore next */
    if (typeof fn !== 'function') throw new ParserError('Tried to set state to non-existent state: ' + JSON.stringify(fn))
    this.state.parser = fn
  }
  goto (fn) {
    this.next(fn)
    return this.runOne()
  }
  call (fn, returnWith) {
    if (returnWith) this.next(returnWith)
    this.stack.push(this.state)
    this.state = new State(fn)
  }
  callNow (fn, returnWith) {
    this.call(fn, returnWith)
    return this.runOne()
  }
  return (value) {
    /* istanbul ignore next */
    if (this.stack.length === 0) throw this.error(new ParserError('Stack underflow'))
    if (value === undefined) value = this.state.buf
    this.state = this.stack.pop()
    this.state.returned = value
  }
  returnNow (value) {
    this.return(value)
    return this.runOne()
  }
  consume () {
    /* istanbul ignore next */
    if (this.char === ParserEND) throw this.error(new ParserError('Unexpected end-of-buffer'))
    this.state.buf += this._buf[this.ii]
  }
  error (err) {
    err.line = this.line
    err.col = this.col
    err.pos = this.pos
    return err
  }
  /* istanbul ignore next */
  parseStart () {
    throw new ParserError('Must declare a parseStart method')
  }
}
Parser.END = ParserEND
Parser.Error = ParserError
module.exports = Parser


/***/ }),

/***/ 2862:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


/* eslint-disable no-new-wrappers, no-eval, camelcase, operator-linebreak */
module.exports = makeParserClass(__nccwpck_require__(5991))
module.exports.makeParserClass = makeParserClass

class TomlError extends Error {
  constructor (msg) {
    super(msg)
    this.name = 'TomlError'
    /* istanbul ignore next */
    if (Error.captureStackTrace) Error.captureStackTrace(this, TomlError)
    this.fromTOML = true
    this.wrapped = null
  }
}
TomlError.wrap = err => {
  const terr = new TomlError(err.message)
  terr.code = err.code
  terr.wrapped = err
  return terr
}
module.exports.TomlError = TomlError

const createDateTime = __nccwpck_require__(6376)
const createDateTimeFloat = __nccwpck_require__(9487)
const createDate = __nccwpck_require__(8557)
const createTime = __nccwpck_require__(420)

const CTRL_I = 0x09
const CTRL_J = 0x0A
const CTRL_M = 0x0D
const CTRL_CHAR_BOUNDARY = 0x1F // the last non-character in the latin1 region of unicode, except DEL
const CHAR_SP = 0x20
const CHAR_QUOT = 0x22
const CHAR_NUM = 0x23
const CHAR_APOS = 0x27
const CHAR_PLUS = 0x2B
const CHAR_COMMA = 0x2C
const CHAR_HYPHEN = 0x2D
const CHAR_PERIOD = 0x2E
const CHAR_0 = 0x30
const CHAR_1 = 0x31
const CHAR_7 = 0x37
const CHAR_9 = 0x39
const CHAR_COLON = 0x3A
const CHAR_EQUALS = 0x3D
const CHAR_A = 0x41
const CHAR_E = 0x45
const CHAR_F = 0x46
const CHAR_T = 0x54
const CHAR_U = 0x55
const CHAR_Z = 0x5A
const CHAR_LOWBAR = 0x5F
const CHAR_a = 0x61
const CHAR_b = 0x62
const CHAR_e = 0x65
const CHAR_f = 0x66
const CHAR_i = 0x69
const CHAR_l = 0x6C
const CHAR_n = 0x6E
const CHAR_o = 0x6F
const CHAR_r = 0x72
const CHAR_s = 0x73
const CHAR_t = 0x74
const CHAR_u = 0x75
const CHAR_x = 0x78
const CHAR_z = 0x7A
const CHAR_LCUB = 0x7B
const CHAR_RCUB = 0x7D
const CHAR_LSQB = 0x5B
const CHAR_BSOL = 0x5C
const CHAR_RSQB = 0x5D
const CHAR_DEL = 0x7F
const SURROGATE_FIRST = 0xD800
const SURROGATE_LAST = 0xDFFF

const escapes = {
  [CHAR_b]: '\u0008',
  [CHAR_t]: '\u0009',
  [CHAR_n]: '\u000A',
  [CHAR_f]: '\u000C',
  [CHAR_r]: '\u000D',
  [CHAR_QUOT]: '\u0022',
  [CHAR_BSOL]: '\u005C'
}

function isDigit (cp) {
  return cp >= CHAR_0 && cp <= CHAR_9
}
function isHexit (cp) {
  return (cp >= CHAR_A && cp <= CHAR_F) || (cp >= CHAR_a && cp <= CHAR_f) || (cp >= CHAR_0 && cp <= CHAR_9)
}
function isBit (cp) {
  return cp === CHAR_1 || cp === CHAR_0
}
function isOctit (cp) {
  return (cp >= CHAR_0 && cp <= CHAR_7)
}
function isAlphaNumQuoteHyphen (cp) {
  return (cp >= CHAR_A && cp <= CHAR_Z)
      || (cp >= CHAR_a && cp <= CHAR_z)
      || (cp >= CHAR_0 && cp <= CHAR_9)
      || cp === CHAR_APOS
      || cp === CHAR_QUOT
      || cp === CHAR_LOWBAR
      || cp === CHAR_HYPHEN
}
function isAlphaNumHyphen (cp) {
  return (cp >= CHAR_A && cp <= CHAR_Z)
      || (cp >= CHAR_a && cp <= CHAR_z)
      || (cp >= CHAR_0 && cp <= CHAR_9)
      || cp === CHAR_LOWBAR
      || cp === CHAR_HYPHEN
}
const _type = Symbol('type')
const _declared = Symbol('declared')

const hasOwnProperty = Object.prototype.hasOwnProperty
const defineProperty = Object.defineProperty
const descriptor = {configurable: true, enumerable: true, writable: true, value: undefined}

function hasKey (obj, key) {
  if (hasOwnProperty.call(obj, key)) return true
  if (key === '__proto__') defineProperty(obj, '__proto__', descriptor)
  return false
}

const INLINE_TABLE = Symbol('inline-table')
function InlineTable () {
  return Object.defineProperties({}, {
    [_type]: {value: INLINE_TABLE}
  })
}
function isInlineTable (obj) {
  if (obj === null || typeof (obj) !== 'object') return false
  return obj[_type] === INLINE_TABLE
}

const TABLE = Symbol('table')
function Table () {
  return Object.defineProperties({}, {
    [_type]: {value: TABLE},
    [_declared]: {value: false, writable: true}
  })
}
function isTable (obj) {
  if (obj === null || typeof (obj) !== 'object') return false
  return obj[_type] === TABLE
}

const _contentType = Symbol('content-type')
const INLINE_LIST = Symbol('inline-list')
function InlineList (type) {
  return Object.defineProperties([], {
    [_type]: {value: INLINE_LIST},
    [_contentType]: {value: type}
  })
}
function isInlineList (obj) {
  if (obj === null || typeof (obj) !== 'object') return false
  return obj[_type] === INLINE_LIST
}

const LIST = Symbol('list')
function List () {
  return Object.defineProperties([], {
    [_type]: {value: LIST}
  })
}
function isList (obj) {
  if (obj === null || typeof (obj) !== 'object') return false
  return obj[_type] === LIST
}

// in an eval, to let bundlers not slurp in a util proxy
let _custom
try {
  const utilInspect = eval("require('util').inspect")
  _custom = utilInspect.custom
} catch (_) {
  /* eval require not available in transpiled bundle */
}
/* istanbul ignore next */
const _inspect = _custom || 'inspect'

class BoxedBigInt {
  constructor (value) {
    try {
      this.value = global.BigInt.asIntN(64, value)
    } catch (_) {
      /* istanbul ignore next */
      this.value = null
    }
    Object.defineProperty(this, _type, {value: INTEGER})
  }
  isNaN () {
    return this.value === null
  }
  /* istanbul ignore next */
  toString () {
    return String(this.value)
  }
  /* istanbul ignore next */
  [_inspect] () {
    return `[BigInt: ${this.toString()}]}`
  }
  valueOf () {
    return this.value
  }
}

const INTEGER = Symbol('integer')
function Integer (value) {
  let num = Number(value)
  // -0 is a float thing, not an int thing
  if (Object.is(num, -0)) num = 0
  /* istanbul ignore else */
  if (global.BigInt && !Number.isSafeInteger(num)) {
    return new BoxedBigInt(value)
  } else {
    /* istanbul ignore next */
    return Object.defineProperties(new Number(num), {
      isNaN: {value: function () { return isNaN(this) }},
      [_type]: {value: INTEGER},
      [_inspect]: {value: () => `[Integer: ${value}]`}
    })
  }
}
function isInteger (obj) {
  if (obj === null || typeof (obj) !== 'object') return false
  return obj[_type] === INTEGER
}

const FLOAT = Symbol('float')
function Float (value) {
  /* istanbul ignore next */
  return Object.defineProperties(new Number(value), {
    [_type]: {value: FLOAT},
    [_inspect]: {value: () => `[Float: ${value}]`}
  })
}
function isFloat (obj) {
  if (obj === null || typeof (obj) !== 'object') return false
  return obj[_type] === FLOAT
}

function tomlType (value) {
  const type = typeof value
  if (type === 'object') {
    /* istanbul ignore if */
    if (value === null) return 'null'
    if (value instanceof Date) return 'datetime'
    /* istanbul ignore else */
    if (_type in value) {
      switch (value[_type]) {
        case INLINE_TABLE: return 'inline-table'
        case INLINE_LIST: return 'inline-list'
        /* istanbul ignore next */
        case TABLE: return 'table'
        /* istanbul ignore next */
        case LIST: return 'list'
        case FLOAT: return 'float'
        case INTEGER: return 'integer'
      }
    }
  }
  return type
}

function makeParserClass (Parser) {
  class TOMLParser extends Parser {
    constructor () {
      super()
      this.ctx = this.obj = Table()
    }

    /* MATCH HELPER */
    atEndOfWord () {
      return this.char === CHAR_NUM || this.char === CTRL_I || this.char === CHAR_SP || this.atEndOfLine()
    }
    atEndOfLine () {
      return this.char === Parser.END || this.char === CTRL_J || this.char === CTRL_M
    }

    parseStart () {
      if (this.char === Parser.END) {
        return null
      } else if (this.char === CHAR_LSQB) {
        return this.call(this.parseTableOrList)
      } else if (this.char === CHAR_NUM) {
        return this.call(this.parseComment)
      } else if (this.char === CTRL_J || this.char === CHAR_SP || this.char === CTRL_I || this.char === CTRL_M) {
        return null
      } else if (isAlphaNumQuoteHyphen(this.char)) {
        return this.callNow(this.parseAssignStatement)
      } else {
        throw this.error(new TomlError(`Unknown character "${this.char}"`))
      }
    }

    // HELPER, this strips any whitespace and comments to the end of the line
    // then RETURNS. Last state in a production.
    parseWhitespaceToEOL () {
      if (this.char === CHAR_SP || this.char === CTRL_I || this.char === CTRL_M) {
        return null
      } else if (this.char === CHAR_NUM) {
        return this.goto(this.parseComment)
      } else if (this.char === Parser.END || this.char === CTRL_J) {
        return this.return()
      } else {
        throw this.error(new TomlError('Unexpected character, expected only whitespace or comments till end of line'))
      }
    }

    /* ASSIGNMENT: key = value */
    parseAssignStatement () {
      return this.callNow(this.parseAssign, this.recordAssignStatement)
    }
    recordAssignStatement (kv) {
      let target = this.ctx
      let finalKey = kv.key.pop()
      for (let kw of kv.key) {
        if (hasKey(target, kw) && !isTable(target[kw])) {
          throw this.error(new TomlError("Can't redefine existing key"))
        }
        target = target[kw] = target[kw] || Table()
      }
      if (hasKey(target, finalKey)) {
        throw this.error(new TomlError("Can't redefine existing key"))
      }
      target[_declared] = true
      // unbox our numbers
      if (isInteger(kv.value) || isFloat(kv.value)) {
        target[finalKey] = kv.value.valueOf()
      } else {
        target[finalKey] = kv.value
      }
      return this.goto(this.parseWhitespaceToEOL)
    }

    /* ASSSIGNMENT expression, key = value possibly inside an inline table */
    parseAssign () {
      return this.callNow(this.parseKeyword, this.recordAssignKeyword)
    }
    recordAssignKeyword (key) {
      if (this.state.resultTable) {
        this.state.resultTable.push(key)
      } else {
        this.state.resultTable = [key]
      }
      return this.goto(this.parseAssignKeywordPreDot)
    }
    parseAssignKeywordPreDot () {
      if (this.char === CHAR_PERIOD) {
        return this.next(this.parseAssignKeywordPostDot)
      } else if (this.char !== CHAR_SP && this.char !== CTRL_I) {
        return this.goto(this.parseAssignEqual)
      }
    }
    parseAssignKeywordPostDot () {
      if (this.char !== CHAR_SP && this.char !== CTRL_I) {
        return this.callNow(this.parseKeyword, this.recordAssignKeyword)
      }
    }

    parseAssignEqual () {
      if (this.char === CHAR_EQUALS) {
        return this.next(this.parseAssignPreValue)
      } else {
        throw this.error(new TomlError('Invalid character, expected "="'))
      }
    }
    parseAssignPreValue () {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else {
        return this.callNow(this.parseValue, this.recordAssignValue)
      }
    }
    recordAssignValue (value) {
      return this.returnNow({key: this.state.resultTable, value: value})
    }

    /* COMMENTS: #...eol */
    parseComment () {
      do {
        if (this.char === Parser.END || this.char === CTRL_J) {
          return this.return()
        } else if (this.char === CHAR_DEL || (this.char <= CTRL_CHAR_BOUNDARY && this.char !== CTRL_I)) {
          throw this.errorControlCharIn('comments')
        }
      } while (this.nextChar())
    }

    /* TABLES AND LISTS, [foo] and [[foo]] */
    parseTableOrList () {
      if (this.char === CHAR_LSQB) {
        this.next(this.parseList)
      } else {
        return this.goto(this.parseTable)
      }
    }

    /* TABLE [foo.bar.baz] */
    parseTable () {
      this.ctx = this.obj
      return this.goto(this.parseTableNext)
    }
    parseTableNext () {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else {
        return this.callNow(this.parseKeyword, this.parseTableMore)
      }
    }
    parseTableMore (keyword) {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else if (this.char === CHAR_RSQB) {
        if (hasKey(this.ctx, keyword) && (!isTable(this.ctx[keyword]) || this.ctx[keyword][_declared])) {
          throw this.error(new TomlError("Can't redefine existing key"))
        } else {
          this.ctx = this.ctx[keyword] = this.ctx[keyword] || Table()
          this.ctx[_declared] = true
        }
        return this.next(this.parseWhitespaceToEOL)
      } else if (this.char === CHAR_PERIOD) {
        if (!hasKey(this.ctx, keyword)) {
          this.ctx = this.ctx[keyword] = Table()
        } else if (isTable(this.ctx[keyword])) {
          this.ctx = this.ctx[keyword]
        } else if (isList(this.ctx[keyword])) {
          this.ctx = this.ctx[keyword][this.ctx[keyword].length - 1]
        } else {
          throw this.error(new TomlError("Can't redefine existing key"))
        }
        return this.next(this.parseTableNext)
      } else {
        throw this.error(new TomlError('Unexpected character, expected whitespace, . or ]'))
      }
    }

    /* LIST [[a.b.c]] */
    parseList () {
      this.ctx = this.obj
      return this.goto(this.parseListNext)
    }
    parseListNext () {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else {
        return this.callNow(this.parseKeyword, this.parseListMore)
      }
    }
    parseListMore (keyword) {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else if (this.char === CHAR_RSQB) {
        if (!hasKey(this.ctx, keyword)) {
          this.ctx[keyword] = List()
        }
        if (isInlineList(this.ctx[keyword])) {
          throw this.error(new TomlError("Can't extend an inline array"))
        } else if (isList(this.ctx[keyword])) {
          const next = Table()
          this.ctx[keyword].push(next)
          this.ctx = next
        } else {
          throw this.error(new TomlError("Can't redefine an existing key"))
        }
        return this.next(this.parseListEnd)
      } else if (this.char === CHAR_PERIOD) {
        if (!hasKey(this.ctx, keyword)) {
          this.ctx = this.ctx[keyword] = Table()
        } else if (isInlineList(this.ctx[keyword])) {
          throw this.error(new TomlError("Can't extend an inline array"))
        } else if (isInlineTable(this.ctx[keyword])) {
          throw this.error(new TomlError("Can't extend an inline table"))
        } else if (isList(this.ctx[keyword])) {
          this.ctx = this.ctx[keyword][this.ctx[keyword].length - 1]
        } else if (isTable(this.ctx[keyword])) {
          this.ctx = this.ctx[keyword]
        } else {
          throw this.error(new TomlError("Can't redefine an existing key"))
        }
        return this.next(this.parseListNext)
      } else {
        throw this.error(new TomlError('Unexpected character, expected whitespace, . or ]'))
      }
    }
    parseListEnd (keyword) {
      if (this.char === CHAR_RSQB) {
        return this.next(this.parseWhitespaceToEOL)
      } else {
        throw this.error(new TomlError('Unexpected character, expected whitespace, . or ]'))
      }
    }

    /* VALUE string, number, boolean, inline list, inline object */
    parseValue () {
      if (this.char === Parser.END) {
        throw this.error(new TomlError('Key without value'))
      } else if (this.char === CHAR_QUOT) {
        return this.next(this.parseDoubleString)
      } if (this.char === CHAR_APOS) {
        return this.next(this.parseSingleString)
      } else if (this.char === CHAR_HYPHEN || this.char === CHAR_PLUS) {
        return this.goto(this.parseNumberSign)
      } else if (this.char === CHAR_i) {
        return this.next(this.parseInf)
      } else if (this.char === CHAR_n) {
        return this.next(this.parseNan)
      } else if (isDigit(this.char)) {
        return this.goto(this.parseNumberOrDateTime)
      } else if (this.char === CHAR_t || this.char === CHAR_f) {
        return this.goto(this.parseBoolean)
      } else if (this.char === CHAR_LSQB) {
        return this.call(this.parseInlineList, this.recordValue)
      } else if (this.char === CHAR_LCUB) {
        return this.call(this.parseInlineTable, this.recordValue)
      } else {
        throw this.error(new TomlError('Unexpected character, expecting string, number, datetime, boolean, inline array or inline table'))
      }
    }
    recordValue (value) {
      return this.returnNow(value)
    }

    parseInf () {
      if (this.char === CHAR_n) {
        return this.next(this.parseInf2)
      } else {
        throw this.error(new TomlError('Unexpected character, expected "inf", "+inf" or "-inf"'))
      }
    }
    parseInf2 () {
      if (this.char === CHAR_f) {
        if (this.state.buf === '-') {
          return this.return(-Infinity)
        } else {
          return this.return(Infinity)
        }
      } else {
        throw this.error(new TomlError('Unexpected character, expected "inf", "+inf" or "-inf"'))
      }
    }

    parseNan () {
      if (this.char === CHAR_a) {
        return this.next(this.parseNan2)
      } else {
        throw this.error(new TomlError('Unexpected character, expected "nan"'))
      }
    }
    parseNan2 () {
      if (this.char === CHAR_n) {
        return this.return(NaN)
      } else {
        throw this.error(new TomlError('Unexpected character, expected "nan"'))
      }
    }

    /* KEYS, barewords or basic, literal, or dotted */
    parseKeyword () {
      if (this.char === CHAR_QUOT) {
        return this.next(this.parseBasicString)
      } else if (this.char === CHAR_APOS) {
        return this.next(this.parseLiteralString)
      } else {
        return this.goto(this.parseBareKey)
      }
    }

    /* KEYS: barewords */
    parseBareKey () {
      do {
        if (this.char === Parser.END) {
          throw this.error(new TomlError('Key ended without value'))
        } else if (isAlphaNumHyphen(this.char)) {
          this.consume()
        } else if (this.state.buf.length === 0) {
          throw this.error(new TomlError('Empty bare keys are not allowed'))
        } else {
          return this.returnNow()
        }
      } while (this.nextChar())
    }

    /* STRINGS, single quoted (literal) */
    parseSingleString () {
      if (this.char === CHAR_APOS) {
        return this.next(this.parseLiteralMultiStringMaybe)
      } else {
        return this.goto(this.parseLiteralString)
      }
    }
    parseLiteralString () {
      do {
        if (this.char === CHAR_APOS) {
          return this.return()
        } else if (this.atEndOfLine()) {
          throw this.error(new TomlError('Unterminated string'))
        } else if (this.char === CHAR_DEL || (this.char <= CTRL_CHAR_BOUNDARY && this.char !== CTRL_I)) {
          throw this.errorControlCharIn('strings')
        } else {
          this.consume()
        }
      } while (this.nextChar())
    }
    parseLiteralMultiStringMaybe () {
      if (this.char === CHAR_APOS) {
        return this.next(this.parseLiteralMultiString)
      } else {
        return this.returnNow()
      }
    }
    parseLiteralMultiString () {
      if (this.char === CTRL_M) {
        return null
      } else if (this.char === CTRL_J) {
        return this.next(this.parseLiteralMultiStringContent)
      } else {
        return this.goto(this.parseLiteralMultiStringContent)
      }
    }
    parseLiteralMultiStringContent () {
      do {
        if (this.char === CHAR_APOS) {
          return this.next(this.parseLiteralMultiEnd)
        } else if (this.char === Parser.END) {
          throw this.error(new TomlError('Unterminated multi-line string'))
        } else if (this.char === CHAR_DEL || (this.char <= CTRL_CHAR_BOUNDARY && this.char !== CTRL_I && this.char !== CTRL_J && this.char !== CTRL_M)) {
          throw this.errorControlCharIn('strings')
        } else {
          this.consume()
        }
      } while (this.nextChar())
    }
    parseLiteralMultiEnd () {
      if (this.char === CHAR_APOS) {
        return this.next(this.parseLiteralMultiEnd2)
      } else {
        this.state.buf += "'"
        return this.goto(this.parseLiteralMultiStringContent)
      }
    }
    parseLiteralMultiEnd2 () {
      if (this.char === CHAR_APOS) {
        return this.next(this.parseLiteralMultiEnd3)
      } else {
        this.state.buf += "''"
        return this.goto(this.parseLiteralMultiStringContent)
      }
    }
    parseLiteralMultiEnd3 () {
      if (this.char === CHAR_APOS) {
        this.state.buf += "'"
        return this.next(this.parseLiteralMultiEnd4)
      } else {
        return this.returnNow()
      }
    }
    parseLiteralMultiEnd4 () {
      if (this.char === CHAR_APOS) {
        this.state.buf += "'"
        return this.return()
      } else {
        return this.returnNow()
      }
    }

    /* STRINGS double quoted */
    parseDoubleString () {
      if (this.char === CHAR_QUOT) {
        return this.next(this.parseMultiStringMaybe)
      } else {
        return this.goto(this.parseBasicString)
      }
    }
    parseBasicString () {
      do {
        if (this.char === CHAR_BSOL) {
          return this.call(this.parseEscape, this.recordEscapeReplacement)
        } else if (this.char === CHAR_QUOT) {
          return this.return()
        } else if (this.atEndOfLine()) {
          throw this.error(new TomlError('Unterminated string'))
        } else if (this.char === CHAR_DEL || (this.char <= CTRL_CHAR_BOUNDARY && this.char !== CTRL_I)) {
          throw this.errorControlCharIn('strings')
        } else {
          this.consume()
        }
      } while (this.nextChar())
    }
    recordEscapeReplacement (replacement) {
      this.state.buf += replacement
      return this.goto(this.parseBasicString)
    }
    parseMultiStringMaybe () {
      if (this.char === CHAR_QUOT) {
        return this.next(this.parseMultiString)
      } else {
        return this.returnNow()
      }
    }
    parseMultiString () {
      if (this.char === CTRL_M) {
        return null
      } else if (this.char === CTRL_J) {
        return this.next(this.parseMultiStringContent)
      } else {
        return this.goto(this.parseMultiStringContent)
      }
    }
    parseMultiStringContent () {
      do {
        if (this.char === CHAR_BSOL) {
          return this.call(this.parseMultiEscape, this.recordMultiEscapeReplacement)
        } else if (this.char === CHAR_QUOT) {
          return this.next(this.parseMultiEnd)
        } else if (this.char === Parser.END) {
          throw this.error(new TomlError('Unterminated multi-line string'))
        } else if (this.char === CHAR_DEL || (this.char <= CTRL_CHAR_BOUNDARY && this.char !== CTRL_I && this.char !== CTRL_J && this.char !== CTRL_M)) {
          throw this.errorControlCharIn('strings')
        } else {
          this.consume()
        }
      } while (this.nextChar())
    }
    errorControlCharIn (type) {
      let displayCode = '\\u00'
      if (this.char < 16) {
        displayCode += '0'
      }
      displayCode += this.char.toString(16)

      return this.error(new TomlError(`Control characters (codes < 0x1f and 0x7f) are not allowed in ${type}, use ${displayCode} instead`))
    }
    recordMultiEscapeReplacement (replacement) {
      this.state.buf += replacement
      return this.goto(this.parseMultiStringContent)
    }
    parseMultiEnd () {
      if (this.char === CHAR_QUOT) {
        return this.next(this.parseMultiEnd2)
      } else {
        this.state.buf += '"'
        return this.goto(this.parseMultiStringContent)
      }
    }
    parseMultiEnd2 () {
      if (this.char === CHAR_QUOT) {
        return this.next(this.parseMultiEnd3)
      } else {
        this.state.buf += '""'
        return this.goto(this.parseMultiStringContent)
      }
    }
    parseMultiEnd3 () {
      if (this.char === CHAR_QUOT) {
        this.state.buf += '"'
        return this.next(this.parseMultiEnd4)
      } else {
        return this.returnNow()
      }
    }
    parseMultiEnd4 () {
      if (this.char === CHAR_QUOT) {
        this.state.buf += '"'
        return this.return()
      } else {
        return this.returnNow()
      }
    }
    parseMultiEscape () {
      if (this.char === CTRL_M || this.char === CTRL_J) {
        return this.next(this.parseMultiTrim)
      } else if (this.char === CHAR_SP || this.char === CTRL_I) {
        return this.next(this.parsePreMultiTrim)
      } else {
        return this.goto(this.parseEscape)
      }
    }
    parsePreMultiTrim () {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else if (this.char === CTRL_M || this.char === CTRL_J) {
        return this.next(this.parseMultiTrim)
      } else {
        throw this.error(new TomlError("Can't escape whitespace"))
      }
    }
    parseMultiTrim () {
      // explicitly whitespace here, END should follow the same path as chars
      if (this.char === CTRL_J || this.char === CHAR_SP || this.char === CTRL_I || this.char === CTRL_M) {
        return null
      } else {
        return this.returnNow()
      }
    }
    parseEscape () {
      if (this.char in escapes) {
        return this.return(escapes[this.char])
      } else if (this.char === CHAR_u) {
        return this.call(this.parseSmallUnicode, this.parseUnicodeReturn)
      } else if (this.char === CHAR_U) {
        return this.call(this.parseLargeUnicode, this.parseUnicodeReturn)
      } else {
        throw this.error(new TomlError('Unknown escape character: ' + this.char))
      }
    }
    parseUnicodeReturn (char) {
      try {
        const codePoint = parseInt(char, 16)
        if (codePoint >= SURROGATE_FIRST && codePoint <= SURROGATE_LAST) {
          throw this.error(new TomlError('Invalid unicode, character in range 0xD800 - 0xDFFF is reserved'))
        }
        return this.returnNow(String.fromCodePoint(codePoint))
      } catch (err) {
        throw this.error(TomlError.wrap(err))
      }
    }
    parseSmallUnicode () {
      if (!isHexit(this.char)) {
        throw this.error(new TomlError('Invalid character in unicode sequence, expected hex'))
      } else {
        this.consume()
        if (this.state.buf.length >= 4) return this.return()
      }
    }
    parseLargeUnicode () {
      if (!isHexit(this.char)) {
        throw this.error(new TomlError('Invalid character in unicode sequence, expected hex'))
      } else {
        this.consume()
        if (this.state.buf.length >= 8) return this.return()
      }
    }

    /* NUMBERS */
    parseNumberSign () {
      this.consume()
      return this.next(this.parseMaybeSignedInfOrNan)
    }
    parseMaybeSignedInfOrNan () {
      if (this.char === CHAR_i) {
        return this.next(this.parseInf)
      } else if (this.char === CHAR_n) {
        return this.next(this.parseNan)
      } else {
        return this.callNow(this.parseNoUnder, this.parseNumberIntegerStart)
      }
    }
    parseNumberIntegerStart () {
      if (this.char === CHAR_0) {
        this.consume()
        return this.next(this.parseNumberIntegerExponentOrDecimal)
      } else {
        return this.goto(this.parseNumberInteger)
      }
    }
    parseNumberIntegerExponentOrDecimal () {
      if (this.char === CHAR_PERIOD) {
        this.consume()
        return this.call(this.parseNoUnder, this.parseNumberFloat)
      } else if (this.char === CHAR_E || this.char === CHAR_e) {
        this.consume()
        return this.next(this.parseNumberExponentSign)
      } else {
        return this.returnNow(Integer(this.state.buf))
      }
    }
    parseNumberInteger () {
      if (isDigit(this.char)) {
        this.consume()
      } else if (this.char === CHAR_LOWBAR) {
        return this.call(this.parseNoUnder)
      } else if (this.char === CHAR_E || this.char === CHAR_e) {
        this.consume()
        return this.next(this.parseNumberExponentSign)
      } else if (this.char === CHAR_PERIOD) {
        this.consume()
        return this.call(this.parseNoUnder, this.parseNumberFloat)
      } else {
        const result = Integer(this.state.buf)
        /* istanbul ignore if */
        if (result.isNaN()) {
          throw this.error(new TomlError('Invalid number'))
        } else {
          return this.returnNow(result)
        }
      }
    }
    parseNoUnder () {
      if (this.char === CHAR_LOWBAR || this.char === CHAR_PERIOD || this.char === CHAR_E || this.char === CHAR_e) {
        throw this.error(new TomlError('Unexpected character, expected digit'))
      } else if (this.atEndOfWord()) {
        throw this.error(new TomlError('Incomplete number'))
      }
      return this.returnNow()
    }
    parseNoUnderHexOctBinLiteral () {
      if (this.char === CHAR_LOWBAR || this.char === CHAR_PERIOD) {
        throw this.error(new TomlError('Unexpected character, expected digit'))
      } else if (this.atEndOfWord()) {
        throw this.error(new TomlError('Incomplete number'))
      }
      return this.returnNow()
    }
    parseNumberFloat () {
      if (this.char === CHAR_LOWBAR) {
        return this.call(this.parseNoUnder, this.parseNumberFloat)
      } else if (isDigit(this.char)) {
        this.consume()
      } else if (this.char === CHAR_E || this.char === CHAR_e) {
        this.consume()
        return this.next(this.parseNumberExponentSign)
      } else {
        return this.returnNow(Float(this.state.buf))
      }
    }
    parseNumberExponentSign () {
      if (isDigit(this.char)) {
        return this.goto(this.parseNumberExponent)
      } else if (this.char === CHAR_HYPHEN || this.char === CHAR_PLUS) {
        this.consume()
        this.call(this.parseNoUnder, this.parseNumberExponent)
      } else {
        throw this.error(new TomlError('Unexpected character, expected -, + or digit'))
      }
    }
    parseNumberExponent () {
      if (isDigit(this.char)) {
        this.consume()
      } else if (this.char === CHAR_LOWBAR) {
        return this.call(this.parseNoUnder)
      } else {
        return this.returnNow(Float(this.state.buf))
      }
    }

    /* NUMBERS or DATETIMES  */
    parseNumberOrDateTime () {
      if (this.char === CHAR_0) {
        this.consume()
        return this.next(this.parseNumberBaseOrDateTime)
      } else {
        return this.goto(this.parseNumberOrDateTimeOnly)
      }
    }
    parseNumberOrDateTimeOnly () {
      // note, if two zeros are in a row then it MUST be a date
      if (this.char === CHAR_LOWBAR) {
        return this.call(this.parseNoUnder, this.parseNumberInteger)
      } else if (isDigit(this.char)) {
        this.consume()
        if (this.state.buf.length > 4) this.next(this.parseNumberInteger)
      } else if (this.char === CHAR_E || this.char === CHAR_e) {
        this.consume()
        return this.next(this.parseNumberExponentSign)
      } else if (this.char === CHAR_PERIOD) {
        this.consume()
        return this.call(this.parseNoUnder, this.parseNumberFloat)
      } else if (this.char === CHAR_HYPHEN) {
        return this.goto(this.parseDateTime)
      } else if (this.char === CHAR_COLON) {
        return this.goto(this.parseOnlyTimeHour)
      } else {
        return this.returnNow(Integer(this.state.buf))
      }
    }
    parseDateTimeOnly () {
      if (this.state.buf.length < 4) {
        if (isDigit(this.char)) {
          return this.consume()
        } else if (this.char === CHAR_COLON) {
          return this.goto(this.parseOnlyTimeHour)
        } else {
          throw this.error(new TomlError('Expected digit while parsing year part of a date'))
        }
      } else {
        if (this.char === CHAR_HYPHEN) {
          return this.goto(this.parseDateTime)
        } else {
          throw this.error(new TomlError('Expected hyphen (-) while parsing year part of date'))
        }
      }
    }
    parseNumberBaseOrDateTime () {
      if (this.char === CHAR_b) {
        this.consume()
        return this.call(this.parseNoUnderHexOctBinLiteral, this.parseIntegerBin)
      } else if (this.char === CHAR_o) {
        this.consume()
        return this.call(this.parseNoUnderHexOctBinLiteral, this.parseIntegerOct)
      } else if (this.char === CHAR_x) {
        this.consume()
        return this.call(this.parseNoUnderHexOctBinLiteral, this.parseIntegerHex)
      } else if (this.char === CHAR_PERIOD) {
        return this.goto(this.parseNumberInteger)
      } else if (isDigit(this.char)) {
        return this.goto(this.parseDateTimeOnly)
      } else {
        return this.returnNow(Integer(this.state.buf))
      }
    }
    parseIntegerHex () {
      if (isHexit(this.char)) {
        this.consume()
      } else if (this.char === CHAR_LOWBAR) {
        return this.call(this.parseNoUnderHexOctBinLiteral)
      } else {
        const result = Integer(this.state.buf)
        /* istanbul ignore if */
        if (result.isNaN()) {
          throw this.error(new TomlError('Invalid number'))
        } else {
          return this.returnNow(result)
        }
      }
    }
    parseIntegerOct () {
      if (isOctit(this.char)) {
        this.consume()
      } else if (this.char === CHAR_LOWBAR) {
        return this.call(this.parseNoUnderHexOctBinLiteral)
      } else {
        const result = Integer(this.state.buf)
        /* istanbul ignore if */
        if (result.isNaN()) {
          throw this.error(new TomlError('Invalid number'))
        } else {
          return this.returnNow(result)
        }
      }
    }
    parseIntegerBin () {
      if (isBit(this.char)) {
        this.consume()
      } else if (this.char === CHAR_LOWBAR) {
        return this.call(this.parseNoUnderHexOctBinLiteral)
      } else {
        const result = Integer(this.state.buf)
        /* istanbul ignore if */
        if (result.isNaN()) {
          throw this.error(new TomlError('Invalid number'))
        } else {
          return this.returnNow(result)
        }
      }
    }

    /* DATETIME */
    parseDateTime () {
      // we enter here having just consumed the year and about to consume the hyphen
      if (this.state.buf.length < 4) {
        throw this.error(new TomlError('Years less than 1000 must be zero padded to four characters'))
      }
      this.state.result = this.state.buf
      this.state.buf = ''
      return this.next(this.parseDateMonth)
    }
    parseDateMonth () {
      if (this.char === CHAR_HYPHEN) {
        if (this.state.buf.length < 2) {
          throw this.error(new TomlError('Months less than 10 must be zero padded to two characters'))
        }
        this.state.result += '-' + this.state.buf
        this.state.buf = ''
        return this.next(this.parseDateDay)
      } else if (isDigit(this.char)) {
        this.consume()
      } else {
        throw this.error(new TomlError('Incomplete datetime'))
      }
    }
    parseDateDay () {
      if (this.char === CHAR_T || this.char === CHAR_SP) {
        if (this.state.buf.length < 2) {
          throw this.error(new TomlError('Days less than 10 must be zero padded to two characters'))
        }
        this.state.result += '-' + this.state.buf
        this.state.buf = ''
        return this.next(this.parseStartTimeHour)
      } else if (this.atEndOfWord()) {
        return this.returnNow(createDate(this.state.result + '-' + this.state.buf))
      } else if (isDigit(this.char)) {
        this.consume()
      } else {
        throw this.error(new TomlError('Incomplete datetime'))
      }
    }
    parseStartTimeHour () {
      if (this.atEndOfWord()) {
        return this.returnNow(createDate(this.state.result))
      } else {
        return this.goto(this.parseTimeHour)
      }
    }
    parseTimeHour () {
      if (this.char === CHAR_COLON) {
        if (this.state.buf.length < 2) {
          throw this.error(new TomlError('Hours less than 10 must be zero padded to two characters'))
        }
        this.state.result += 'T' + this.state.buf
        this.state.buf = ''
        return this.next(this.parseTimeMin)
      } else if (isDigit(this.char)) {
        this.consume()
      } else {
        throw this.error(new TomlError('Incomplete datetime'))
      }
    }
    parseTimeMin () {
      if (this.state.buf.length < 2 && isDigit(this.char)) {
        this.consume()
      } else if (this.state.buf.length === 2 && this.char === CHAR_COLON) {
        this.state.result += ':' + this.state.buf
        this.state.buf = ''
        return this.next(this.parseTimeSec)
      } else {
        throw this.error(new TomlError('Incomplete datetime'))
      }
    }
    parseTimeSec () {
      if (isDigit(this.char)) {
        this.consume()
        if (this.state.buf.length === 2) {
          this.state.result += ':' + this.state.buf
          this.state.buf = ''
          return this.next(this.parseTimeZoneOrFraction)
        }
      } else {
        throw this.error(new TomlError('Incomplete datetime'))
      }
    }

    parseOnlyTimeHour () {
      /* istanbul ignore else */
      if (this.char === CHAR_COLON) {
        if (this.state.buf.length < 2) {
          throw this.error(new TomlError('Hours less than 10 must be zero padded to two characters'))
        }
        this.state.result = this.state.buf
        this.state.buf = ''
        return this.next(this.parseOnlyTimeMin)
      } else {
        throw this.error(new TomlError('Incomplete time'))
      }
    }
    parseOnlyTimeMin () {
      if (this.state.buf.length < 2 && isDigit(this.char)) {
        this.consume()
      } else if (this.state.buf.length === 2 && this.char === CHAR_COLON) {
        this.state.result += ':' + this.state.buf
        this.state.buf = ''
        return this.next(this.parseOnlyTimeSec)
      } else {
        throw this.error(new TomlError('Incomplete time'))
      }
    }
    parseOnlyTimeSec () {
      if (isDigit(this.char)) {
        this.consume()
        if (this.state.buf.length === 2) {
          return this.next(this.parseOnlyTimeFractionMaybe)
        }
      } else {
        throw this.error(new TomlError('Incomplete time'))
      }
    }
    parseOnlyTimeFractionMaybe () {
      this.state.result += ':' + this.state.buf
      if (this.char === CHAR_PERIOD) {
        this.state.buf = ''
        this.next(this.parseOnlyTimeFraction)
      } else {
        return this.return(createTime(this.state.result))
      }
    }
    parseOnlyTimeFraction () {
      if (isDigit(this.char)) {
        this.consume()
      } else if (this.atEndOfWord()) {
        if (this.state.buf.length === 0) throw this.error(new TomlError('Expected digit in milliseconds'))
        return this.returnNow(createTime(this.state.result + '.' + this.state.buf))
      } else {
        throw this.error(new TomlError('Unexpected character in datetime, expected period (.), minus (-), plus (+) or Z'))
      }
    }

    parseTimeZoneOrFraction () {
      if (this.char === CHAR_PERIOD) {
        this.consume()
        this.next(this.parseDateTimeFraction)
      } else if (this.char === CHAR_HYPHEN || this.char === CHAR_PLUS) {
        this.consume()
        this.next(this.parseTimeZoneHour)
      } else if (this.char === CHAR_Z) {
        this.consume()
        return this.return(createDateTime(this.state.result + this.state.buf))
      } else if (this.atEndOfWord()) {
        return this.returnNow(createDateTimeFloat(this.state.result + this.state.buf))
      } else {
        throw this.error(new TomlError('Unexpected character in datetime, expected period (.), minus (-), plus (+) or Z'))
      }
    }
    parseDateTimeFraction () {
      if (isDigit(this.char)) {
        this.consume()
      } else if (this.state.buf.length === 1) {
        throw this.error(new TomlError('Expected digit in milliseconds'))
      } else if (this.char === CHAR_HYPHEN || this.char === CHAR_PLUS) {
        this.consume()
        this.next(this.parseTimeZoneHour)
      } else if (this.char === CHAR_Z) {
        this.consume()
        return this.return(createDateTime(this.state.result + this.state.buf))
      } else if (this.atEndOfWord()) {
        return this.returnNow(createDateTimeFloat(this.state.result + this.state.buf))
      } else {
        throw this.error(new TomlError('Unexpected character in datetime, expected period (.), minus (-), plus (+) or Z'))
      }
    }
    parseTimeZoneHour () {
      if (isDigit(this.char)) {
        this.consume()
        // FIXME: No more regexps
        if (/\d\d$/.test(this.state.buf)) return this.next(this.parseTimeZoneSep)
      } else {
        throw this.error(new TomlError('Unexpected character in datetime, expected digit'))
      }
    }
    parseTimeZoneSep () {
      if (this.char === CHAR_COLON) {
        this.consume()
        this.next(this.parseTimeZoneMin)
      } else {
        throw this.error(new TomlError('Unexpected character in datetime, expected colon'))
      }
    }
    parseTimeZoneMin () {
      if (isDigit(this.char)) {
        this.consume()
        if (/\d\d$/.test(this.state.buf)) return this.return(createDateTime(this.state.result + this.state.buf))
      } else {
        throw this.error(new TomlError('Unexpected character in datetime, expected digit'))
      }
    }

    /* BOOLEAN */
    parseBoolean () {
      /* istanbul ignore else */
      if (this.char === CHAR_t) {
        this.consume()
        return this.next(this.parseTrue_r)
      } else if (this.char === CHAR_f) {
        this.consume()
        return this.next(this.parseFalse_a)
      }
    }
    parseTrue_r () {
      if (this.char === CHAR_r) {
        this.consume()
        return this.next(this.parseTrue_u)
      } else {
        throw this.error(new TomlError('Invalid boolean, expected true or false'))
      }
    }
    parseTrue_u () {
      if (this.char === CHAR_u) {
        this.consume()
        return this.next(this.parseTrue_e)
      } else {
        throw this.error(new TomlError('Invalid boolean, expected true or false'))
      }
    }
    parseTrue_e () {
      if (this.char === CHAR_e) {
        return this.return(true)
      } else {
        throw this.error(new TomlError('Invalid boolean, expected true or false'))
      }
    }

    parseFalse_a () {
      if (this.char === CHAR_a) {
        this.consume()
        return this.next(this.parseFalse_l)
      } else {
        throw this.error(new TomlError('Invalid boolean, expected true or false'))
      }
    }

    parseFalse_l () {
      if (this.char === CHAR_l) {
        this.consume()
        return this.next(this.parseFalse_s)
      } else {
        throw this.error(new TomlError('Invalid boolean, expected true or false'))
      }
    }

    parseFalse_s () {
      if (this.char === CHAR_s) {
        this.consume()
        return this.next(this.parseFalse_e)
      } else {
        throw this.error(new TomlError('Invalid boolean, expected true or false'))
      }
    }

    parseFalse_e () {
      if (this.char === CHAR_e) {
        return this.return(false)
      } else {
        throw this.error(new TomlError('Invalid boolean, expected true or false'))
      }
    }

    /* INLINE LISTS */
    parseInlineList () {
      if (this.char === CHAR_SP || this.char === CTRL_I || this.char === CTRL_M || this.char === CTRL_J) {
        return null
      } else if (this.char === Parser.END) {
        throw this.error(new TomlError('Unterminated inline array'))
      } else if (this.char === CHAR_NUM) {
        return this.call(this.parseComment)
      } else if (this.char === CHAR_RSQB) {
        return this.return(this.state.resultArr || InlineList())
      } else {
        return this.callNow(this.parseValue, this.recordInlineListValue)
      }
    }
    recordInlineListValue (value) {
      if (!this.state.resultArr) {
        this.state.resultArr = InlineList(tomlType(value))
      }
      if (isFloat(value) || isInteger(value)) {
        // unbox now that we've verified they're ok
        this.state.resultArr.push(value.valueOf())
      } else {
        this.state.resultArr.push(value)
      }
      return this.goto(this.parseInlineListNext)
    }
    parseInlineListNext () {
      if (this.char === CHAR_SP || this.char === CTRL_I || this.char === CTRL_M || this.char === CTRL_J) {
        return null
      } else if (this.char === CHAR_NUM) {
        return this.call(this.parseComment)
      } else if (this.char === CHAR_COMMA) {
        return this.next(this.parseInlineList)
      } else if (this.char === CHAR_RSQB) {
        return this.goto(this.parseInlineList)
      } else {
        throw this.error(new TomlError('Invalid character, expected whitespace, comma (,) or close bracket (])'))
      }
    }

    /* INLINE TABLE */
    parseInlineTable () {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else if (this.char === Parser.END || this.char === CHAR_NUM || this.char === CTRL_J || this.char === CTRL_M) {
        throw this.error(new TomlError('Unterminated inline array'))
      } else if (this.char === CHAR_RCUB) {
        return this.return(this.state.resultTable || InlineTable())
      } else {
        if (!this.state.resultTable) this.state.resultTable = InlineTable()
        return this.callNow(this.parseAssign, this.recordInlineTableValue)
      }
    }
    recordInlineTableValue (kv) {
      let target = this.state.resultTable
      let finalKey = kv.key.pop()
      for (let kw of kv.key) {
        if (hasKey(target, kw) && (!isTable(target[kw]) || target[kw][_declared])) {
          throw this.error(new TomlError("Can't redefine existing key"))
        }
        target = target[kw] = target[kw] || Table()
      }
      if (hasKey(target, finalKey)) {
        throw this.error(new TomlError("Can't redefine existing key"))
      }
      if (isInteger(kv.value) || isFloat(kv.value)) {
        target[finalKey] = kv.value.valueOf()
      } else {
        target[finalKey] = kv.value
      }
      return this.goto(this.parseInlineTableNext)
    }
    parseInlineTableNext () {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else if (this.char === Parser.END || this.char === CHAR_NUM || this.char === CTRL_J || this.char === CTRL_M) {
        throw this.error(new TomlError('Unterminated inline array'))
      } else if (this.char === CHAR_COMMA) {
        return this.next(this.parseInlineTablePostComma)
      } else if (this.char === CHAR_RCUB) {
        return this.goto(this.parseInlineTable)
      } else {
        throw this.error(new TomlError('Invalid character, expected whitespace, comma (,) or close bracket (])'))
      }
    }
    parseInlineTablePostComma () {
      if (this.char === CHAR_SP || this.char === CTRL_I) {
        return null
      } else if (this.char === Parser.END || this.char === CHAR_NUM || this.char === CTRL_J || this.char === CTRL_M) {
        throw this.error(new TomlError('Unterminated inline array'))
      } else if (this.char === CHAR_COMMA) {
        throw this.error(new TomlError('Empty elements in inline tables are not permitted'))
      } else if (this.char === CHAR_RCUB) {
        throw this.error(new TomlError('Trailing commas in inline tables are not permitted'))
      } else {
        return this.goto(this.parseInlineTable)
      }
    }
  }
  return TOMLParser
}


/***/ }),

/***/ 7072:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


module.exports = parseAsync

const TOMLParser = __nccwpck_require__(2862)
const prettyError = __nccwpck_require__(7349)

function parseAsync (str, opts) {
  if (!opts) opts = {}
  const index = 0
  const blocksize = opts.blocksize || 40960
  const parser = new TOMLParser()
  return new Promise((resolve, reject) => {
    setImmediate(parseAsyncNext, index, blocksize, resolve, reject)
  })
  function parseAsyncNext (index, blocksize, resolve, reject) {
    if (index >= str.length) {
      try {
        return resolve(parser.finish())
      } catch (err) {
        return reject(prettyError(err, str))
      }
    }
    try {
      parser.parse(str.slice(index, index + blocksize))
      setImmediate(parseAsyncNext, index + blocksize, blocksize, resolve, reject)
    } catch (err) {
      reject(prettyError(err, str))
    }
  }
}


/***/ }),

/***/ 7349:
/***/ ((module) => {


module.exports = prettyError

function prettyError (err, buf) {
  /* istanbul ignore if */
  if (err.pos == null || err.line == null) return err
  let msg = err.message
  msg += ` at row ${err.line + 1}, col ${err.col + 1}, pos ${err.pos}:\n`

  /* istanbul ignore else */
  if (buf && buf.split) {
    const lines = buf.split(/\n/)
    const lineNumWidth = String(Math.min(lines.length, err.line + 3)).length
    let linePadding = ' '
    while (linePadding.length < lineNumWidth) linePadding += ' '
    for (let ii = Math.max(0, err.line - 1); ii < Math.min(lines.length, err.line + 2); ++ii) {
      let lineNum = String(ii + 1)
      if (lineNum.length < lineNumWidth) lineNum = ' ' + lineNum
      if (err.line === ii) {
        msg += lineNum + '> ' + lines[ii] + '\n'
        msg += linePadding + '  '
        for (let hh = 0; hh < err.col; ++hh) {
          msg += ' '
        }
        msg += '^\n'
      } else {
        msg += lineNum + ': ' + lines[ii] + '\n'
      }
    }
  }
  err.message = msg + '\n'
  return err
}


/***/ }),

/***/ 6874:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


module.exports = parseStream

const stream = __nccwpck_require__(2203)
const TOMLParser = __nccwpck_require__(2862)

function parseStream (stm) {
  if (stm) {
    return parseReadable(stm)
  } else {
    return parseTransform(stm)
  }
}

function parseReadable (stm) {
  const parser = new TOMLParser()
  stm.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    let readable
    let ended = false
    let errored = false
    function finish () {
      ended = true
      if (readable) return
      try {
        resolve(parser.finish())
      } catch (err) {
        reject(err)
      }
    }
    function error (err) {
      errored = true
      reject(err)
    }
    stm.once('end', finish)
    stm.once('error', error)
    readNext()

    function readNext () {
      readable = true
      let data
      while ((data = stm.read()) !== null) {
        try {
          parser.parse(data)
        } catch (err) {
          return error(err)
        }
      }
      readable = false
      /* istanbul ignore if */
      if (ended) return finish()
      /* istanbul ignore if */
      if (errored) return
      stm.once('readable', readNext)
    }
  })
}

function parseTransform () {
  const parser = new TOMLParser()
  return new stream.Transform({
    objectMode: true,
    transform (chunk, encoding, cb) {
      try {
        parser.parse(chunk.toString(encoding))
      } catch (err) {
        this.emit('error', err)
      }
      cb()
    },
    flush (cb) {
      try {
        this.push(parser.finish())
      } catch (err) {
        this.emit('error', err)
      }
      cb()
    }
  })
}


/***/ }),

/***/ 4171:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


module.exports = parseString

const TOMLParser = __nccwpck_require__(2862)
const prettyError = __nccwpck_require__(7349)

function parseString (str) {
  if (global.Buffer && global.Buffer.isBuffer(str)) {
    str = str.toString('utf8')
  }
  const parser = new TOMLParser()
  try {
    parser.parse(str)
    return parser.finish()
  } catch (err) {
    throw prettyError(err, str)
  }
}


/***/ }),

/***/ 9185:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


module.exports = __nccwpck_require__(4171)
module.exports.async = __nccwpck_require__(7072)
module.exports.stream = __nccwpck_require__(6874)
module.exports.prettyError = __nccwpck_require__(7349)


/***/ }),

/***/ 3887:
/***/ ((module) => {


module.exports = stringify
module.exports.value = stringifyInline

function stringify (obj) {
  if (obj === null) throw typeError('null')
  if (obj === void (0)) throw typeError('undefined')
  if (typeof obj !== 'object') throw typeError(typeof obj)

  if (typeof obj.toJSON === 'function') obj = obj.toJSON()
  if (obj == null) return null
  const type = tomlType(obj)
  if (type !== 'table') throw typeError(type)
  return stringifyObject('', '', obj)
}

function typeError (type) {
  return new Error('Can only stringify objects, not ' + type)
}

function getInlineKeys (obj) {
  return Object.keys(obj).filter(key => isInline(obj[key]))
}
function getComplexKeys (obj) {
  return Object.keys(obj).filter(key => !isInline(obj[key]))
}

function toJSON (obj) {
  let nobj = Array.isArray(obj) ? [] : Object.prototype.hasOwnProperty.call(obj, '__proto__') ? {['__proto__']: undefined} : {}
  for (let prop of Object.keys(obj)) {
    if (obj[prop] && typeof obj[prop].toJSON === 'function' && !('toISOString' in obj[prop])) {
      nobj[prop] = obj[prop].toJSON()
    } else {
      nobj[prop] = obj[prop]
    }
  }
  return nobj
}

function stringifyObject (prefix, indent, obj) {
  obj = toJSON(obj)
  let inlineKeys
  let complexKeys
  inlineKeys = getInlineKeys(obj)
  complexKeys = getComplexKeys(obj)
  const result = []
  const inlineIndent = indent || ''
  inlineKeys.forEach(key => {
    var type = tomlType(obj[key])
    if (type !== 'undefined' && type !== 'null') {
      result.push(inlineIndent + stringifyKey(key) + ' = ' + stringifyAnyInline(obj[key], true))
    }
  })
  if (result.length > 0) result.push('')
  const complexIndent = prefix && inlineKeys.length > 0 ? indent + '  ' : ''
  complexKeys.forEach(key => {
    result.push(stringifyComplex(prefix, complexIndent, key, obj[key]))
  })
  return result.join('\n')
}

function isInline (value) {
  switch (tomlType(value)) {
    case 'undefined':
    case 'null':
    case 'integer':
    case 'nan':
    case 'float':
    case 'boolean':
    case 'string':
    case 'datetime':
      return true
    case 'array':
      return value.length === 0 || tomlType(value[0]) !== 'table'
    case 'table':
      return Object.keys(value).length === 0
    /* istanbul ignore next */
    default:
      return false
  }
}

function tomlType (value) {
  if (value === undefined) {
    return 'undefined'
  } else if (value === null) {
    return 'null'
  /* eslint-disable valid-typeof */
  } else if (typeof value === 'bigint' || (Number.isInteger(value) && !Object.is(value, -0))) {
    return 'integer'
  } else if (typeof value === 'number') {
    return 'float'
  } else if (typeof value === 'boolean') {
    return 'boolean'
  } else if (typeof value === 'string') {
    return 'string'
  } else if ('toISOString' in value) {
    return isNaN(value) ? 'undefined' : 'datetime'
  } else if (Array.isArray(value)) {
    return 'array'
  } else {
    return 'table'
  }
}

function stringifyKey (key) {
  const keyStr = String(key)
  if (/^[-A-Za-z0-9_]+$/.test(keyStr)) {
    return keyStr
  } else {
    return stringifyBasicString(keyStr)
  }
}

function stringifyBasicString (str) {
  return '"' + escapeString(str).replace(/"/g, '\\"') + '"'
}

function stringifyLiteralString (str) {
  return "'" + str + "'"
}

function numpad (num, str) {
  while (str.length < num) str = '0' + str
  return str
}

function escapeString (str) {
  return str.replace(/\\/g, '\\\\')
    .replace(/[\b]/g, '\\b')
    .replace(/\t/g, '\\t')
    .replace(/\n/g, '\\n')
    .replace(/\f/g, '\\f')
    .replace(/\r/g, '\\r')
    /* eslint-disable no-control-regex */
    .replace(/([\u0000-\u001f\u007f])/, c => '\\u' + numpad(4, c.codePointAt(0).toString(16)))
    /* eslint-enable no-control-regex */
}

function stringifyMultilineString (str) {
  let escaped = str.split(/\n/).map(str => {
    return escapeString(str).replace(/"(?="")/g, '\\"')
  }).join('\n')
  if (escaped.slice(-1) === '"') escaped += '\\\n'
  return '"""\n' + escaped + '"""'
}

function stringifyAnyInline (value, multilineOk) {
  let type = tomlType(value)
  if (type === 'string') {
    if (multilineOk && /\n/.test(value)) {
      type = 'string-multiline'
    } else if (!/[\b\t\n\f\r']/.test(value) && /"/.test(value)) {
      type = 'string-literal'
    }
  }
  return stringifyInline(value, type)
}

function stringifyInline (value, type) {
  /* istanbul ignore if */
  if (!type) type = tomlType(value)
  switch (type) {
    case 'string-multiline':
      return stringifyMultilineString(value)
    case 'string':
      return stringifyBasicString(value)
    case 'string-literal':
      return stringifyLiteralString(value)
    case 'integer':
      return stringifyInteger(value)
    case 'float':
      return stringifyFloat(value)
    case 'boolean':
      return stringifyBoolean(value)
    case 'datetime':
      return stringifyDatetime(value)
    case 'array':
      return stringifyInlineArray(value.filter(_ => tomlType(_) !== 'null' && tomlType(_) !== 'undefined' && tomlType(_) !== 'nan'))
    case 'table':
      return stringifyInlineTable(value)
    /* istanbul ignore next */
    default:
      throw typeError(type)
  }
}

function stringifyInteger (value) {
  /* eslint-disable security/detect-unsafe-regex */
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '_')
}

function stringifyFloat (value) {
  if (value === Infinity) {
    return 'inf'
  } else if (value === -Infinity) {
    return '-inf'
  } else if (Object.is(value, NaN)) {
    return 'nan'
  } else if (Object.is(value, -0)) {
    return '-0.0'
  }
  const [int, dec] = String(value).split('.')
  return stringifyInteger(int) + '.' + dec
}

function stringifyBoolean (value) {
  return String(value)
}

function stringifyDatetime (value) {
  return value.toISOString()
}

function stringifyInlineArray (values) {
  values = toJSON(values)
  let result = '['
  const stringified = values.map(_ => stringifyInline(_))
  if (stringified.join(', ').length > 60 || /\n/.test(stringified)) {
    result += '\n  ' + stringified.join(',\n  ') + '\n'
  } else {
    result += ' ' + stringified.join(', ') + (stringified.length > 0 ? ' ' : '')
  }
  return result + ']'
}

function stringifyInlineTable (value) {
  value = toJSON(value)
  const result = []
  Object.keys(value).forEach(key => {
    result.push(stringifyKey(key) + ' = ' + stringifyAnyInline(value[key], false))
  })
  return '{ ' + result.join(', ') + (result.length > 0 ? ' ' : '') + '}'
}

function stringifyComplex (prefix, indent, key, value) {
  const valueType = tomlType(value)
  /* istanbul ignore else */
  if (valueType === 'array') {
    return stringifyArrayOfTables(prefix, indent, key, value)
  } else if (valueType === 'table') {
    return stringifyComplexTable(prefix, indent, key, value)
  } else {
    throw typeError(valueType)
  }
}

function stringifyArrayOfTables (prefix, indent, key, values) {
  values = toJSON(values)
  const firstValueType = tomlType(values[0])
  /* istanbul ignore if */
  if (firstValueType !== 'table') throw typeError(firstValueType)
  const fullKey = prefix + stringifyKey(key)
  let result = ''
  values.forEach(table => {
    if (result.length > 0) result += '\n'
    result += indent + '[[' + fullKey + ']]\n'
    result += stringifyObject(fullKey + '.', indent, table)
  })
  return result
}

function stringifyComplexTable (prefix, indent, key, value) {
  const fullKey = prefix + stringifyKey(key)
  let result = ''
  if (getInlineKeys(value).length > 0) {
    result += indent + '[' + fullKey + ']\n'
  }
  return result + stringifyObject(fullKey + '.', indent, value)
}


/***/ }),

/***/ 4572:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


exports.parse = __nccwpck_require__(9185)
/* unused reexport */ __nccwpck_require__(3887)


/***/ }),

/***/ 1916:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;

__webpack_unused_export__ = true;
exports.Io = exports.kp = void 0;
var peq = new Uint32Array(0x10000);
var myers_32 = function (a, b) {
    var n = a.length;
    var m = b.length;
    var lst = 1 << (n - 1);
    var pv = -1;
    var mv = 0;
    var sc = n;
    var i = n;
    while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
    }
    for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= ((eq & pv) + pv) ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
            sc++;
        }
        if (pv & lst) {
            sc--;
        }
        mv = (mv << 1) | 1;
        pv = (pv << 1) | ~(xv | mv);
        mv &= xv;
    }
    i = n;
    while (i--) {
        peq[a.charCodeAt(i)] = 0;
    }
    return sc;
};
var myers_x = function (b, a) {
    var n = a.length;
    var m = b.length;
    var mhc = [];
    var phc = [];
    var hsize = Math.ceil(n / 32);
    var vsize = Math.ceil(m / 32);
    for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
    }
    var j = 0;
    for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
            var eq = peq[a.charCodeAt(i)];
            var pb = (phc[(i / 32) | 0] >>> i) & 1;
            var mb = (mhc[(i / 32) | 0] >>> i) & 1;
            var xv = eq | mv_1;
            var xh = ((((eq | mb) & pv_1) + pv_1) ^ pv_1) | eq | mb;
            var ph = mv_1 | ~(xh | pv_1);
            var mh = pv_1 & xh;
            if ((ph >>> 31) ^ pb) {
                phc[(i / 32) | 0] ^= 1 << i;
            }
            if ((mh >>> 31) ^ mb) {
                mhc[(i / 32) | 0] ^= 1 << i;
            }
            ph = (ph << 1) | pb;
            mh = (mh << 1) | mb;
            pv_1 = mh | ~(xv | ph);
            mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] = 0;
        }
    }
    var mv = 0;
    var pv = -1;
    var start = j * 32;
    var vlen = Math.min(32, m - start) + start;
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
    }
    var score = m;
    for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = (phc[(i / 32) | 0] >>> i) & 1;
        var mb = (mhc[(i / 32) | 0] >>> i) & 1;
        var xv = eq | mv;
        var xh = ((((eq | mb) & pv) + pv) ^ pv) | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += (ph >>> (m - 1)) & 1;
        score -= (mh >>> (m - 1)) & 1;
        if ((ph >>> 31) ^ pb) {
            phc[(i / 32) | 0] ^= 1 << i;
        }
        if ((mh >>> 31) ^ mb) {
            mhc[(i / 32) | 0] ^= 1 << i;
        }
        ph = (ph << 1) | pb;
        mh = (mh << 1) | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
    }
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
    }
    return score;
};
var distance = function (a, b) {
    if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
    }
    if (b.length === 0) {
        return a.length;
    }
    if (a.length <= 32) {
        return myers_32(a, b);
    }
    return myers_x(a, b);
};
exports.Io = distance;
var closest = function (str, arr) {
    var min_distance = Infinity;
    var min_index = 0;
    for (var i = 0; i < arr.length; i++) {
        var dist = distance(str, arr[i]);
        if (dist < min_distance) {
            min_distance = dist;
            min_index = i;
        }
    }
    return arr[min_index];
};
exports.kp = closest;


/***/ }),

/***/ 298:
/***/ ((module) => {

// A simple implementation of make-array
function makeArray (subject) {
  return Array.isArray(subject)
    ? subject
    : [subject]
}

const UNDEFINED = undefined
const EMPTY = ''
const SPACE = ' '
const ESCAPE = '\\'
const REGEX_TEST_BLANK_LINE = /^\s+$/
const REGEX_INVALID_TRAILING_BACKSLASH = /(?:[^\\]|^)\\$/
const REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION = /^\\!/
const REGEX_REPLACE_LEADING_EXCAPED_HASH = /^\\#/
const REGEX_SPLITALL_CRLF = /\r?\n/g

// Invalid:
// - /foo,
// - ./foo,
// - ../foo,
// - .
// - ..
// Valid:
// - .foo
const REGEX_TEST_INVALID_PATH = /^\.{0,2}\/|^\.{1,2}$/

const REGEX_TEST_TRAILING_SLASH = /\/$/

const SLASH = '/'

// Do not use ternary expression here, since "istanbul ignore next" is buggy
let TMP_KEY_IGNORE = 'node-ignore'
/* istanbul ignore else */
if (typeof Symbol !== 'undefined') {
  TMP_KEY_IGNORE = Symbol.for('node-ignore')
}
const KEY_IGNORE = TMP_KEY_IGNORE

const define = (object, key, value) => {
  Object.defineProperty(object, key, {value})
  return value
}

const REGEX_REGEXP_RANGE = /([0-z])-([0-z])/g

const RETURN_FALSE = () => false

// Sanitize the range of a regular expression
// The cases are complicated, see test cases for details
const sanitizeRange = range => range.replace(
  REGEX_REGEXP_RANGE,
  (match, from, to) => from.charCodeAt(0) <= to.charCodeAt(0)
    ? match
    // Invalid range (out of order) which is ok for gitignore rules but
    //   fatal for JavaScript regular expression, so eliminate it.
    : EMPTY
)

// See fixtures #59
const cleanRangeBackSlash = slashes => {
  const {length} = slashes
  return slashes.slice(0, length - length % 2)
}

// > If the pattern ends with a slash,
// > it is removed for the purpose of the following description,
// > but it would only find a match with a directory.
// > In other words, foo/ will match a directory foo and paths underneath it,
// > but will not match a regular file or a symbolic link foo
// >  (this is consistent with the way how pathspec works in general in Git).
// '`foo/`' will not match regular file '`foo`' or symbolic link '`foo`'
// -> ignore-rules will not deal with it, because it costs extra `fs.stat` call
//      you could use option `mark: true` with `glob`

// '`foo/`' should not continue with the '`..`'
const REPLACERS = [

  [
    // Remove BOM
    // TODO:
    // Other similar zero-width characters?
    /^\uFEFF/,
    () => EMPTY
  ],

  // > Trailing spaces are ignored unless they are quoted with backslash ("\")
  [
    // (a\ ) -> (a )
    // (a  ) -> (a)
    // (a ) -> (a)
    // (a \ ) -> (a  )
    /((?:\\\\)*?)(\\?\s+)$/,
    (_, m1, m2) => m1 + (
      m2.indexOf('\\') === 0
        ? SPACE
        : EMPTY
    )
  ],

  // Replace (\ ) with ' '
  // (\ ) -> ' '
  // (\\ ) -> '\\ '
  // (\\\ ) -> '\\ '
  [
    /(\\+?)\s/g,
    (_, m1) => {
      const {length} = m1
      return m1.slice(0, length - length % 2) + SPACE
    }
  ],

  // Escape metacharacters
  // which is written down by users but means special for regular expressions.

  // > There are 12 characters with special meanings:
  // > - the backslash \,
  // > - the caret ^,
  // > - the dollar sign $,
  // > - the period or dot .,
  // > - the vertical bar or pipe symbol |,
  // > - the question mark ?,
  // > - the asterisk or star *,
  // > - the plus sign +,
  // > - the opening parenthesis (,
  // > - the closing parenthesis ),
  // > - and the opening square bracket [,
  // > - the opening curly brace {,
  // > These special characters are often called "metacharacters".
  [
    /[\\$.|*+(){^]/g,
    match => `\\${match}`
  ],

  [
    // > a question mark (?) matches a single character
    /(?!\\)\?/g,
    () => '[^/]'
  ],

  // leading slash
  [

    // > A leading slash matches the beginning of the pathname.
    // > For example, "/*.c" matches "cat-file.c" but not "mozilla-sha1/sha1.c".
    // A leading slash matches the beginning of the pathname
    /^\//,
    () => '^'
  ],

  // replace special metacharacter slash after the leading slash
  [
    /\//g,
    () => '\\/'
  ],

  [
    // > A leading "**" followed by a slash means match in all directories.
    // > For example, "**/foo" matches file or directory "foo" anywhere,
    // > the same as pattern "foo".
    // > "**/foo/bar" matches file or directory "bar" anywhere that is directly
    // >   under directory "foo".
    // Notice that the '*'s have been replaced as '\\*'
    /^\^*\\\*\\\*\\\//,

    // '**/foo' <-> 'foo'
    () => '^(?:.*\\/)?'
  ],

  // starting
  [
    // there will be no leading '/'
    //   (which has been replaced by section "leading slash")
    // If starts with '**', adding a '^' to the regular expression also works
    /^(?=[^^])/,
    function startingReplacer () {
      // If has a slash `/` at the beginning or middle
      return !/\/(?!$)/.test(this)
        // > Prior to 2.22.1
        // > If the pattern does not contain a slash /,
        // >   Git treats it as a shell glob pattern
        // Actually, if there is only a trailing slash,
        //   git also treats it as a shell glob pattern

        // After 2.22.1 (compatible but clearer)
        // > If there is a separator at the beginning or middle (or both)
        // > of the pattern, then the pattern is relative to the directory
        // > level of the particular .gitignore file itself.
        // > Otherwise the pattern may also match at any level below
        // > the .gitignore level.
        ? '(?:^|\\/)'

        // > Otherwise, Git treats the pattern as a shell glob suitable for
        // >   consumption by fnmatch(3)
        : '^'
    }
  ],

  // two globstars
  [
    // Use lookahead assertions so that we could match more than one `'/**'`
    /\\\/\\\*\\\*(?=\\\/|$)/g,

    // Zero, one or several directories
    // should not use '*', or it will be replaced by the next replacer

    // Check if it is not the last `'/**'`
    (_, index, str) => index + 6 < str.length

      // case: /**/
      // > A slash followed by two consecutive asterisks then a slash matches
      // >   zero or more directories.
      // > For example, "a/**/b" matches "a/b", "a/x/b", "a/x/y/b" and so on.
      // '/**/'
      ? '(?:\\/[^\\/]+)*'

      // case: /**
      // > A trailing `"/**"` matches everything inside.

      // #21: everything inside but it should not include the current folder
      : '\\/.+'
  ],

  // normal intermediate wildcards
  [
    // Never replace escaped '*'
    // ignore rule '\*' will match the path '*'

    // 'abc.*/' -> go
    // 'abc.*'  -> skip this rule,
    //    coz trailing single wildcard will be handed by [trailing wildcard]
    /(^|[^\\]+)(\\\*)+(?=.+)/g,

    // '*.js' matches '.js'
    // '*.js' doesn't match 'abc'
    (_, p1, p2) => {
      // 1.
      // > An asterisk "*" matches anything except a slash.
      // 2.
      // > Other consecutive asterisks are considered regular asterisks
      // > and will match according to the previous rules.
      const unescaped = p2.replace(/\\\*/g, '[^\\/]*')
      return p1 + unescaped
    }
  ],

  [
    // unescape, revert step 3 except for back slash
    // For example, if a user escape a '\\*',
    // after step 3, the result will be '\\\\\\*'
    /\\\\\\(?=[$.|*+(){^])/g,
    () => ESCAPE
  ],

  [
    // '\\\\' -> '\\'
    /\\\\/g,
    () => ESCAPE
  ],

  [
    // > The range notation, e.g. [a-zA-Z],
    // > can be used to match one of the characters in a range.

    // `\` is escaped by step 3
    /(\\)?\[([^\]/]*?)(\\*)($|\])/g,
    (match, leadEscape, range, endEscape, close) => leadEscape === ESCAPE
      // '\\[bar]' -> '\\\\[bar\\]'
      ? `\\[${range}${cleanRangeBackSlash(endEscape)}${close}`
      : close === ']'
        ? endEscape.length % 2 === 0
          // A normal case, and it is a range notation
          // '[bar]'
          // '[bar\\\\]'
          ? `[${sanitizeRange(range)}${endEscape}]`
          // Invalid range notaton
          // '[bar\\]' -> '[bar\\\\]'
          : '[]'
        : '[]'
  ],

  // ending
  [
    // 'js' will not match 'js.'
    // 'ab' will not match 'abc'
    /(?:[^*])$/,

    // WTF!
    // https://git-scm.com/docs/gitignore
    // changes in [2.22.1](https://git-scm.com/docs/gitignore/2.22.1)
    // which re-fixes #24, #38

    // > If there is a separator at the end of the pattern then the pattern
    // > will only match directories, otherwise the pattern can match both
    // > files and directories.

    // 'js*' will not match 'a.js'
    // 'js/' will not match 'a.js'
    // 'js' will match 'a.js' and 'a.js/'
    match => /\/$/.test(match)
      // foo/ will not match 'foo'
      ? `${match}$`
      // foo matches 'foo' and 'foo/'
      : `${match}(?=$|\\/$)`
  ]
]

const REGEX_REPLACE_TRAILING_WILDCARD = /(^|\\\/)?\\\*$/
const MODE_IGNORE = 'regex'
const MODE_CHECK_IGNORE = 'checkRegex'
const UNDERSCORE = '_'

const TRAILING_WILD_CARD_REPLACERS = {
  [MODE_IGNORE] (_, p1) {
    const prefix = p1
      // '\^':
      // '/*' does not match EMPTY
      // '/*' does not match everything

      // '\\\/':
      // 'abc/*' does not match 'abc/'
      ? `${p1}[^/]+`

      // 'a*' matches 'a'
      // 'a*' matches 'aa'
      : '[^/]*'

    return `${prefix}(?=$|\\/$)`
  },

  [MODE_CHECK_IGNORE] (_, p1) {
    // When doing `git check-ignore`
    const prefix = p1
      // '\\\/':
      // 'abc/*' DOES match 'abc/' !
      ? `${p1}[^/]*`

      // 'a*' matches 'a'
      // 'a*' matches 'aa'
      : '[^/]*'

    return `${prefix}(?=$|\\/$)`
  }
}

// @param {pattern}
const makeRegexPrefix = pattern => REPLACERS.reduce(
  (prev, [matcher, replacer]) =>
    prev.replace(matcher, replacer.bind(pattern)),
  pattern
)

const isString = subject => typeof subject === 'string'

// > A blank line matches no files, so it can serve as a separator for readability.
const checkPattern = pattern => pattern
  && isString(pattern)
  && !REGEX_TEST_BLANK_LINE.test(pattern)
  && !REGEX_INVALID_TRAILING_BACKSLASH.test(pattern)

  // > A line starting with # serves as a comment.
  && pattern.indexOf('#') !== 0

const splitPattern = pattern => pattern
.split(REGEX_SPLITALL_CRLF)
.filter(Boolean)

class IgnoreRule {
  constructor (
    pattern,
    mark,
    body,
    ignoreCase,
    negative,
    prefix
  ) {
    this.pattern = pattern
    this.mark = mark
    this.negative = negative

    define(this, 'body', body)
    define(this, 'ignoreCase', ignoreCase)
    define(this, 'regexPrefix', prefix)
  }

  get regex () {
    const key = UNDERSCORE + MODE_IGNORE

    if (this[key]) {
      return this[key]
    }

    return this._make(MODE_IGNORE, key)
  }

  get checkRegex () {
    const key = UNDERSCORE + MODE_CHECK_IGNORE

    if (this[key]) {
      return this[key]
    }

    return this._make(MODE_CHECK_IGNORE, key)
  }

  _make (mode, key) {
    const str = this.regexPrefix.replace(
      REGEX_REPLACE_TRAILING_WILDCARD,

      // It does not need to bind pattern
      TRAILING_WILD_CARD_REPLACERS[mode]
    )

    const regex = this.ignoreCase
      ? new RegExp(str, 'i')
      : new RegExp(str)

    return define(this, key, regex)
  }
}

const createRule = ({
  pattern,
  mark
}, ignoreCase) => {
  let negative = false
  let body = pattern

  // > An optional prefix "!" which negates the pattern;
  if (body.indexOf('!') === 0) {
    negative = true
    body = body.substr(1)
  }

  body = body
  // > Put a backslash ("\") in front of the first "!" for patterns that
  // >   begin with a literal "!", for example, `"\!important!.txt"`.
  .replace(REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION, '!')
  // > Put a backslash ("\") in front of the first hash for patterns that
  // >   begin with a hash.
  .replace(REGEX_REPLACE_LEADING_EXCAPED_HASH, '#')

  const regexPrefix = makeRegexPrefix(body)

  return new IgnoreRule(
    pattern,
    mark,
    body,
    ignoreCase,
    negative,
    regexPrefix
  )
}

class RuleManager {
  constructor (ignoreCase) {
    this._ignoreCase = ignoreCase
    this._rules = []
  }

  _add (pattern) {
    // #32
    if (pattern && pattern[KEY_IGNORE]) {
      this._rules = this._rules.concat(pattern._rules._rules)
      this._added = true
      return
    }

    if (isString(pattern)) {
      pattern = {
        pattern
      }
    }

    if (checkPattern(pattern.pattern)) {
      const rule = createRule(pattern, this._ignoreCase)
      this._added = true
      this._rules.push(rule)
    }
  }

  // @param {Array<string> | string | Ignore} pattern
  add (pattern) {
    this._added = false

    makeArray(
      isString(pattern)
        ? splitPattern(pattern)
        : pattern
    ).forEach(this._add, this)

    return this._added
  }

  // Test one single path without recursively checking parent directories
  //
  // - checkUnignored `boolean` whether should check if the path is unignored,
  //   setting `checkUnignored` to `false` could reduce additional
  //   path matching.
  // - check `string` either `MODE_IGNORE` or `MODE_CHECK_IGNORE`

  // @returns {TestResult} true if a file is ignored
  test (path, checkUnignored, mode) {
    let ignored = false
    let unignored = false
    let matchedRule

    this._rules.forEach(rule => {
      const {negative} = rule

      //          |           ignored : unignored
      // -------- | ---------------------------------------
      // negative |   0:0   |   0:1   |   1:0   |   1:1
      // -------- | ------- | ------- | ------- | --------
      //     0    |  TEST   |  TEST   |  SKIP   |    X
      //     1    |  TESTIF |  SKIP   |  TEST   |    X

      // - SKIP: always skip
      // - TEST: always test
      // - TESTIF: only test if checkUnignored
      // - X: that never happen
      if (
        unignored === negative && ignored !== unignored
        || negative && !ignored && !unignored && !checkUnignored
      ) {
        return
      }

      const matched = rule[mode].test(path)

      if (!matched) {
        return
      }

      ignored = !negative
      unignored = negative

      matchedRule = negative
        ? UNDEFINED
        : rule
    })

    const ret = {
      ignored,
      unignored
    }

    if (matchedRule) {
      ret.rule = matchedRule
    }

    return ret
  }
}

const throwError = (message, Ctor) => {
  throw new Ctor(message)
}

const checkPath = (path, originalPath, doThrow) => {
  if (!isString(path)) {
    return doThrow(
      `path must be a string, but got \`${originalPath}\``,
      TypeError
    )
  }

  // We don't know if we should ignore EMPTY, so throw
  if (!path) {
    return doThrow(`path must not be empty`, TypeError)
  }

  // Check if it is a relative path
  if (checkPath.isNotRelative(path)) {
    const r = '`path.relative()`d'
    return doThrow(
      `path should be a ${r} string, but got "${originalPath}"`,
      RangeError
    )
  }

  return true
}

const isNotRelative = path => REGEX_TEST_INVALID_PATH.test(path)

checkPath.isNotRelative = isNotRelative

// On windows, the following function will be replaced
/* istanbul ignore next */
checkPath.convert = p => p


class Ignore {
  constructor ({
    ignorecase = true,
    ignoreCase = ignorecase,
    allowRelativePaths = false
  } = {}) {
    define(this, KEY_IGNORE, true)

    this._rules = new RuleManager(ignoreCase)
    this._strictPathCheck = !allowRelativePaths
    this._initCache()
  }

  _initCache () {
    // A cache for the result of `.ignores()`
    this._ignoreCache = Object.create(null)

    // A cache for the result of `.test()`
    this._testCache = Object.create(null)
  }

  add (pattern) {
    if (this._rules.add(pattern)) {
      // Some rules have just added to the ignore,
      //   making the behavior changed,
      //   so we need to re-initialize the result cache
      this._initCache()
    }

    return this
  }

  // legacy
  addPattern (pattern) {
    return this.add(pattern)
  }

  // @returns {TestResult}
  _test (originalPath, cache, checkUnignored, slices) {
    const path = originalPath
      // Supports nullable path
      && checkPath.convert(originalPath)

    checkPath(
      path,
      originalPath,
      this._strictPathCheck
        ? throwError
        : RETURN_FALSE
    )

    return this._t(path, cache, checkUnignored, slices)
  }

  checkIgnore (path) {
    // If the path doest not end with a slash, `.ignores()` is much equivalent
    //   to `git check-ignore`
    if (!REGEX_TEST_TRAILING_SLASH.test(path)) {
      return this.test(path)
    }

    const slices = path.split(SLASH).filter(Boolean)
    slices.pop()

    if (slices.length) {
      const parent = this._t(
        slices.join(SLASH) + SLASH,
        this._testCache,
        true,
        slices
      )

      if (parent.ignored) {
        return parent
      }
    }

    return this._rules.test(path, false, MODE_CHECK_IGNORE)
  }

  _t (
    // The path to be tested
    path,

    // The cache for the result of a certain checking
    cache,

    // Whether should check if the path is unignored
    checkUnignored,

    // The path slices
    slices
  ) {
    if (path in cache) {
      return cache[path]
    }

    if (!slices) {
      // path/to/a.js
      // ['path', 'to', 'a.js']
      slices = path.split(SLASH).filter(Boolean)
    }

    slices.pop()

    // If the path has no parent directory, just test it
    if (!slices.length) {
      return cache[path] = this._rules.test(path, checkUnignored, MODE_IGNORE)
    }

    const parent = this._t(
      slices.join(SLASH) + SLASH,
      cache,
      checkUnignored,
      slices
    )

    // If the path contains a parent directory, check the parent first
    return cache[path] = parent.ignored
      // > It is not possible to re-include a file if a parent directory of
      // >   that file is excluded.
      ? parent
      : this._rules.test(path, checkUnignored, MODE_IGNORE)
  }

  ignores (path) {
    return this._test(path, this._ignoreCache, false).ignored
  }

  createFilter () {
    return path => !this.ignores(path)
  }

  filter (paths) {
    return makeArray(paths).filter(this.createFilter())
  }

  // @returns {TestResult}
  test (path) {
    return this._test(path, this._testCache, true)
  }
}

const factory = options => new Ignore(options)

const isPathValid = path =>
  checkPath(path && checkPath.convert(path), path, RETURN_FALSE)

/* istanbul ignore next */
const setupWindows = () => {
  /* eslint no-control-regex: "off" */
  const makePosix = str => /^\\\\\?\\/.test(str)
  || /["<>|\u0000-\u001F]+/u.test(str)
    ? str
    : str.replace(/\\/g, '/')

  checkPath.convert = makePosix

  // 'C:\\foo'     <- 'C:\\foo' has been converted to 'C:/'
  // 'd:\\foo'
  const REGEX_TEST_WINDOWS_PATH_ABSOLUTE = /^[a-z]:\//i
  checkPath.isNotRelative = path =>
    REGEX_TEST_WINDOWS_PATH_ABSOLUTE.test(path)
    || isNotRelative(path)
}


// Windows
// --------------------------------------------------------------
/* istanbul ignore next */
if (
  // Detect `process` so that it can run in browsers.
  typeof process !== 'undefined'
  && process.platform === 'win32'
) {
  setupWindows()
}

// COMMONJS_EXPORTS ////////////////////////////////////////////////////////////

module.exports = factory

// Although it is an anti-pattern,
//   it is still widely misused by a lot of libraries in github
// Ref: https://github.com/search?q=ignore.default%28%29&type=code
factory.default = factory

module.exports.isPathValid = isPathValid

// For testing purposes
define(module.exports, Symbol.for('setupWindows'), setupWindows)


/***/ }),

/***/ 4807:
/***/ ((module, exports, __nccwpck_require__) => {

(function (factory) {
    if ( true && typeof module.exports === "object") {
        var v = factory(__WEBPACK_EXTERNAL_createRequire(import.meta.url), exports);
        if (v !== undefined) module.exports = v;
    }
    else if (typeof define === "function" && define.amd) {
        define(["require", "exports", "./format", "./parser"], factory);
    }
})(function () {
    /*---------------------------------------------------------------------------------------------
     *  Copyright (c) Microsoft Corporation. All rights reserved.
     *  Licensed under the MIT License. See License.txt in the project root for license information.
     *--------------------------------------------------------------------------------------------*/
    'use strict';
    Object.defineProperty(exports, "__esModule", ({ value: true }));
    exports.isWS = exports.applyEdit = exports.setProperty = exports.removeProperty = void 0;
    const format_1 = __nccwpck_require__(6612);
    const parser_1 = __nccwpck_require__(5152);
    function removeProperty(text, path, options) {
        return setProperty(text, path, void 0, options);
    }
    exports.removeProperty = removeProperty;
    function setProperty(text, originalPath, value, options) {
        const path = originalPath.slice();
        const errors = [];
        const root = (0, parser_1.parseTree)(text, errors);
        let parent = void 0;
        let lastSegment = void 0;
        while (path.length > 0) {
            lastSegment = path.pop();
            parent = (0, parser_1.findNodeAtLocation)(root, path);
            if (parent === void 0 && value !== void 0) {
                if (typeof lastSegment === 'string') {
                    value = { [lastSegment]: value };
                }
                else {
                    value = [value];
                }
            }
            else {
                break;
            }
        }
        if (!parent) {
            // empty document
            if (value === void 0) { // delete
                throw new Error('Can not delete in empty document');
            }
            return withFormatting(text, { offset: root ? root.offset : 0, length: root ? root.length : 0, content: JSON.stringify(value) }, options);
        }
        else if (parent.type === 'object' && typeof lastSegment === 'string' && Array.isArray(parent.children)) {
            const existing = (0, parser_1.findNodeAtLocation)(parent, [lastSegment]);
            if (existing !== void 0) {
                if (value === void 0) { // delete
                    if (!existing.parent) {
                        throw new Error('Malformed AST');
                    }
                    const propertyIndex = parent.children.indexOf(existing.parent);
                    let removeBegin;
                    let removeEnd = existing.parent.offset + existing.parent.length;
                    if (propertyIndex > 0) {
                        // remove the comma of the previous node
                        let previous = parent.children[propertyIndex - 1];
                        removeBegin = previous.offset + previous.length;
                    }
                    else {
                        removeBegin = parent.offset + 1;
                        if (parent.children.length > 1) {
                            // remove the comma of the next node
                            let next = parent.children[1];
                            removeEnd = next.offset;
                        }
                    }
                    return withFormatting(text, { offset: removeBegin, length: removeEnd - removeBegin, content: '' }, options);
                }
                else {
                    // set value of existing property
                    return withFormatting(text, { offset: existing.offset, length: existing.length, content: JSON.stringify(value) }, options);
                }
            }
            else {
                if (value === void 0) { // delete
                    return []; // property does not exist, nothing to do
                }
                const newProperty = `${JSON.stringify(lastSegment)}: ${JSON.stringify(value)}`;
                const index = options.getInsertionIndex ? options.getInsertionIndex(parent.children.map(p => p.children[0].value)) : parent.children.length;
                let edit;
                if (index > 0) {
                    let previous = parent.children[index - 1];
                    edit = { offset: previous.offset + previous.length, length: 0, content: ',' + newProperty };
                }
                else if (parent.children.length === 0) {
                    edit = { offset: parent.offset + 1, length: 0, content: newProperty };
                }
                else {
                    edit = { offset: parent.offset + 1, length: 0, content: newProperty + ',' };
                }
                return withFormatting(text, edit, options);
            }
        }
        else if (parent.type === 'array' && typeof lastSegment === 'number' && Array.isArray(parent.children)) {
            const insertIndex = lastSegment;
            if (insertIndex === -1) {
                // Insert
                const newProperty = `${JSON.stringify(value)}`;
                let edit;
                if (parent.children.length === 0) {
                    edit = { offset: parent.offset + 1, length: 0, content: newProperty };
                }
                else {
                    const previous = parent.children[parent.children.length - 1];
                    edit = { offset: previous.offset + previous.length, length: 0, content: ',' + newProperty };
                }
                return withFormatting(text, edit, options);
            }
            else if (value === void 0 && parent.children.length >= 0) {
                // Removal
                const removalIndex = lastSegment;
                const toRemove = parent.children[removalIndex];
                let edit;
                if (parent.children.length === 1) {
                    // only item
                    edit = { offset: parent.offset + 1, length: parent.length - 2, content: '' };
                }
                else if (parent.children.length - 1 === removalIndex) {
                    // last item
                    let previous = parent.children[removalIndex - 1];
                    let offset = previous.offset + previous.length;
                    let parentEndOffset = parent.offset + parent.length;
                    edit = { offset, length: parentEndOffset - 2 - offset, content: '' };
                }
                else {
                    edit = { offset: toRemove.offset, length: parent.children[removalIndex + 1].offset - toRemove.offset, content: '' };
                }
                return withFormatting(text, edit, options);
            }
            else if (value !== void 0) {
                let edit;
                const newProperty = `${JSON.stringify(value)}`;
                if (!options.isArrayInsertion && parent.children.length > lastSegment) {
                    const toModify = parent.children[lastSegment];
                    edit = { offset: toModify.offset, length: toModify.length, content: newProperty };
                }
                else if (parent.children.length === 0 || lastSegment === 0) {
                    edit = { offset: parent.offset + 1, length: 0, content: parent.children.length === 0 ? newProperty : newProperty + ',' };
                }
                else {
                    const index = lastSegment > parent.children.length ? parent.children.length : lastSegment;
                    const previous = parent.children[index - 1];
                    edit = { offset: previous.offset + previous.length, length: 0, content: ',' + newProperty };
                }
                return withFormatting(text, edit, options);
            }
            else {
                throw new Error(`Can not ${value === void 0 ? 'remove' : (options.isArrayInsertion ? 'insert' : 'modify')} Array index ${insertIndex} as length is not sufficient`);
            }
        }
        else {
            throw new Error(`Can not add ${typeof lastSegment !== 'number' ? 'index' : 'property'} to parent of type ${parent.type}`);
        }
    }
    exports.setProperty = setProperty;
    function withFormatting(text, edit, options) {
        if (!options.formattingOptions) {
            return [edit];
        }
        // apply the edit
        let newText = applyEdit(text, edit);
        // format the new text
        let begin = edit.offset;
        let end = edit.offset + edit.content.length;
        if (edit.length === 0 || edit.content.length === 0) { // insert or remove
            while (begin > 0 && !(0, format_1.isEOL)(newText, begin - 1)) {
                begin--;
            }
            while (end < newText.length && !(0, format_1.isEOL)(newText, end)) {
                end++;
            }
        }
        const edits = (0, format_1.format)(newText, { offset: begin, length: end - begin }, { ...options.formattingOptions, keepLines: false });
        // apply the formatting edits and track the begin and end offsets of the changes
        for (let i = edits.length - 1; i >= 0; i--) {
            const edit = edits[i];
            newText = applyEdit(newText, edit);
            begin = Math.min(begin, edit.offset);
            end = Math.max(end, edit.offset + edit.length);
            end += edit.content.length - edit.length;
        }
        // create a single edit with all changes
        const editLength = text.length - (newText.length - end) - begin;
        return [{ offset: begin, length: editLength, content: newText.substring(begin, end) }];
    }
    function applyEdit(text, edit) {
        return text.substring(0, edit.offset) + edit.content + text.substring(edit.offset + edit.length);
    }
    exports.applyEdit = applyEdit;
    function isWS(text, offset) {
        return '\r\n \t'.indexOf(text.charAt(offset)) !== -1;
    }
    exports.isWS = isWS;
});


/***/ }),

/***/ 6612:
/***/ ((module, exports, __nccwpck_require__) => {

(function (factory) {
    if ( true && typeof module.exports === "object") {
        var v = factory(__WEBPACK_EXTERNAL_createRequire(import.meta.url), exports);
        if (v !== undefined) module.exports = v;
    }
    else if (typeof define === "function" && define.amd) {
        define(["require", "exports", "./scanner", "./string-intern"], factory);
    }
})(function () {
    /*---------------------------------------------------------------------------------------------
     *  Copyright (c) Microsoft Corporation. All rights reserved.
     *  Licensed under the MIT License. See License.txt in the project root for license information.
     *--------------------------------------------------------------------------------------------*/
    'use strict';
    Object.defineProperty(exports, "__esModule", ({ value: true }));
    exports.isEOL = exports.format = void 0;
    const scanner_1 = __nccwpck_require__(8525);
    const string_intern_1 = __nccwpck_require__(4579);
    function format(documentText, range, options) {
        let initialIndentLevel;
        let formatText;
        let formatTextStart;
        let rangeStart;
        let rangeEnd;
        if (range) {
            rangeStart = range.offset;
            rangeEnd = rangeStart + range.length;
            formatTextStart = rangeStart;
            while (formatTextStart > 0 && !isEOL(documentText, formatTextStart - 1)) {
                formatTextStart--;
            }
            let endOffset = rangeEnd;
            while (endOffset < documentText.length && !isEOL(documentText, endOffset)) {
                endOffset++;
            }
            formatText = documentText.substring(formatTextStart, endOffset);
            initialIndentLevel = computeIndentLevel(formatText, options);
        }
        else {
            formatText = documentText;
            initialIndentLevel = 0;
            formatTextStart = 0;
            rangeStart = 0;
            rangeEnd = documentText.length;
        }
        const eol = getEOL(options, documentText);
        const eolFastPathSupported = string_intern_1.supportedEols.includes(eol);
        let numberLineBreaks = 0;
        let indentLevel = 0;
        let indentValue;
        if (options.insertSpaces) {
            indentValue = string_intern_1.cachedSpaces[options.tabSize || 4] ?? repeat(string_intern_1.cachedSpaces[1], options.tabSize || 4);
        }
        else {
            indentValue = '\t';
        }
        const indentType = indentValue === '\t' ? '\t' : ' ';
        let scanner = (0, scanner_1.createScanner)(formatText, false);
        let hasError = false;
        function newLinesAndIndent() {
            if (numberLineBreaks > 1) {
                return repeat(eol, numberLineBreaks) + repeat(indentValue, initialIndentLevel + indentLevel);
            }
            const amountOfSpaces = indentValue.length * (initialIndentLevel + indentLevel);
            if (!eolFastPathSupported || amountOfSpaces > string_intern_1.cachedBreakLinesWithSpaces[indentType][eol].length) {
                return eol + repeat(indentValue, initialIndentLevel + indentLevel);
            }
            if (amountOfSpaces <= 0) {
                return eol;
            }
            return string_intern_1.cachedBreakLinesWithSpaces[indentType][eol][amountOfSpaces];
        }
        function scanNext() {
            let token = scanner.scan();
            numberLineBreaks = 0;
            while (token === 15 /* SyntaxKind.Trivia */ || token === 14 /* SyntaxKind.LineBreakTrivia */) {
                if (token === 14 /* SyntaxKind.LineBreakTrivia */ && options.keepLines) {
                    numberLineBreaks += 1;
                }
                else if (token === 14 /* SyntaxKind.LineBreakTrivia */) {
                    numberLineBreaks = 1;
                }
                token = scanner.scan();
            }
            hasError = token === 16 /* SyntaxKind.Unknown */ || scanner.getTokenError() !== 0 /* ScanError.None */;
            return token;
        }
        const editOperations = [];
        function addEdit(text, startOffset, endOffset) {
            if (!hasError && (!range || (startOffset < rangeEnd && endOffset > rangeStart)) && documentText.substring(startOffset, endOffset) !== text) {
                editOperations.push({ offset: startOffset, length: endOffset - startOffset, content: text });
            }
        }
        let firstToken = scanNext();
        if (options.keepLines && numberLineBreaks > 0) {
            addEdit(repeat(eol, numberLineBreaks), 0, 0);
        }
        if (firstToken !== 17 /* SyntaxKind.EOF */) {
            let firstTokenStart = scanner.getTokenOffset() + formatTextStart;
            let initialIndent = (indentValue.length * initialIndentLevel < 20) && options.insertSpaces
                ? string_intern_1.cachedSpaces[indentValue.length * initialIndentLevel]
                : repeat(indentValue, initialIndentLevel);
            addEdit(initialIndent, formatTextStart, firstTokenStart);
        }
        while (firstToken !== 17 /* SyntaxKind.EOF */) {
            let firstTokenEnd = scanner.getTokenOffset() + scanner.getTokenLength() + formatTextStart;
            let secondToken = scanNext();
            let replaceContent = '';
            let needsLineBreak = false;
            while (numberLineBreaks === 0 && (secondToken === 12 /* SyntaxKind.LineCommentTrivia */ || secondToken === 13 /* SyntaxKind.BlockCommentTrivia */)) {
                let commentTokenStart = scanner.getTokenOffset() + formatTextStart;
                addEdit(string_intern_1.cachedSpaces[1], firstTokenEnd, commentTokenStart);
                firstTokenEnd = scanner.getTokenOffset() + scanner.getTokenLength() + formatTextStart;
                needsLineBreak = secondToken === 12 /* SyntaxKind.LineCommentTrivia */;
                replaceContent = needsLineBreak ? newLinesAndIndent() : '';
                secondToken = scanNext();
            }
            if (secondToken === 2 /* SyntaxKind.CloseBraceToken */) {
                if (firstToken !== 1 /* SyntaxKind.OpenBraceToken */) {
                    indentLevel--;
                }
                ;
                if (options.keepLines && numberLineBreaks > 0 || !options.keepLines && firstToken !== 1 /* SyntaxKind.OpenBraceToken */) {
                    replaceContent = newLinesAndIndent();
                }
                else if (options.keepLines) {
                    replaceContent = string_intern_1.cachedSpaces[1];
                }
            }
            else if (secondToken === 4 /* SyntaxKind.CloseBracketToken */) {
                if (firstToken !== 3 /* SyntaxKind.OpenBracketToken */) {
                    indentLevel--;
                }
                ;
                if (options.keepLines && numberLineBreaks > 0 || !options.keepLines && firstToken !== 3 /* SyntaxKind.OpenBracketToken */) {
                    replaceContent = newLinesAndIndent();
                }
                else if (options.keepLines) {
                    replaceContent = string_intern_1.cachedSpaces[1];
                }
            }
            else {
                switch (firstToken) {
                    case 3 /* SyntaxKind.OpenBracketToken */:
                    case 1 /* SyntaxKind.OpenBraceToken */:
                        indentLevel++;
                        if (options.keepLines && numberLineBreaks > 0 || !options.keepLines) {
                            replaceContent = newLinesAndIndent();
                        }
                        else {
                            replaceContent = string_intern_1.cachedSpaces[1];
                        }
                        break;
                    case 5 /* SyntaxKind.CommaToken */:
                        if (options.keepLines && numberLineBreaks > 0 || !options.keepLines) {
                            replaceContent = newLinesAndIndent();
                        }
                        else {
                            replaceContent = string_intern_1.cachedSpaces[1];
                        }
                        break;
                    case 12 /* SyntaxKind.LineCommentTrivia */:
                        replaceContent = newLinesAndIndent();
                        break;
                    case 13 /* SyntaxKind.BlockCommentTrivia */:
                        if (numberLineBreaks > 0) {
                            replaceContent = newLinesAndIndent();
                        }
                        else if (!needsLineBreak) {
                            replaceContent = string_intern_1.cachedSpaces[1];
                        }
                        break;
                    case 6 /* SyntaxKind.ColonToken */:
                        if (options.keepLines && numberLineBreaks > 0) {
                            replaceContent = newLinesAndIndent();
                        }
                        else if (!needsLineBreak) {
                            replaceContent = string_intern_1.cachedSpaces[1];
                        }
                        break;
                    case 10 /* SyntaxKind.StringLiteral */:
                        if (options.keepLines && numberLineBreaks > 0) {
                            replaceContent = newLinesAndIndent();
                        }
                        else if (secondToken === 6 /* SyntaxKind.ColonToken */ && !needsLineBreak) {
                            replaceContent = '';
                        }
                        break;
                    case 7 /* SyntaxKind.NullKeyword */:
                    case 8 /* SyntaxKind.TrueKeyword */:
                    case 9 /* SyntaxKind.FalseKeyword */:
                    case 11 /* SyntaxKind.NumericLiteral */:
                    case 2 /* SyntaxKind.CloseBraceToken */:
                    case 4 /* SyntaxKind.CloseBracketToken */:
                        if (options.keepLines && numberLineBreaks > 0) {
                            replaceContent = newLinesAndIndent();
                        }
                        else {
                            if ((secondToken === 12 /* SyntaxKind.LineCommentTrivia */ || secondToken === 13 /* SyntaxKind.BlockCommentTrivia */) && !needsLineBreak) {
                                replaceContent = string_intern_1.cachedSpaces[1];
                            }
                            else if (secondToken !== 5 /* SyntaxKind.CommaToken */ && secondToken !== 17 /* SyntaxKind.EOF */) {
                                hasError = true;
                            }
                        }
                        break;
                    case 16 /* SyntaxKind.Unknown */:
                        hasError = true;
                        break;
                }
                if (numberLineBreaks > 0 && (secondToken === 12 /* SyntaxKind.LineCommentTrivia */ || secondToken === 13 /* SyntaxKind.BlockCommentTrivia */)) {
                    replaceContent = newLinesAndIndent();
                }
            }
            if (secondToken === 17 /* SyntaxKind.EOF */) {
                if (options.keepLines && numberLineBreaks > 0) {
                    replaceContent = newLinesAndIndent();
                }
                else {
                    replaceContent = options.insertFinalNewline ? eol : '';
                }
            }
            const secondTokenStart = scanner.getTokenOffset() + formatTextStart;
            addEdit(replaceContent, firstTokenEnd, secondTokenStart);
            firstToken = secondToken;
        }
        return editOperations;
    }
    exports.format = format;
    function repeat(s, count) {
        let result = '';
        for (let i = 0; i < count; i++) {
            result += s;
        }
        return result;
    }
    function computeIndentLevel(content, options) {
        let i = 0;
        let nChars = 0;
        const tabSize = options.tabSize || 4;
        while (i < content.length) {
            let ch = content.charAt(i);
            if (ch === string_intern_1.cachedSpaces[1]) {
                nChars++;
            }
            else if (ch === '\t') {
                nChars += tabSize;
            }
            else {
                break;
            }
            i++;
        }
        return Math.floor(nChars / tabSize);
    }
    function getEOL(options, text) {
        for (let i = 0; i < text.length; i++) {
            const ch = text.charAt(i);
            if (ch === '\r') {
                if (i + 1 < text.length && text.charAt(i + 1) === '\n') {
                    return '\r\n';
                }
                return '\r';
            }
            else if (ch === '\n') {
                return '\n';
            }
        }
        return (options && options.eol) || '\n';
    }
    function isEOL(text, offset) {
        return '\r\n'.indexOf(text.charAt(offset)) !== -1;
    }
    exports.isEOL = isEOL;
});


/***/ }),

/***/ 5152:
/***/ ((module, exports, __nccwpck_require__) => {

(function (factory) {
    if ( true && typeof module.exports === "object") {
        var v = factory(__WEBPACK_EXTERNAL_createRequire(import.meta.url), exports);
        if (v !== undefined) module.exports = v;
    }
    else if (typeof define === "function" && define.amd) {
        define(["require", "exports", "./scanner"], factory);
    }
})(function () {
    /*---------------------------------------------------------------------------------------------
     *  Copyright (c) Microsoft Corporation. All rights reserved.
     *  Licensed under the MIT License. See License.txt in the project root for license information.
     *--------------------------------------------------------------------------------------------*/
    'use strict';
    Object.defineProperty(exports, "__esModule", ({ value: true }));
    exports.getNodeType = exports.stripComments = exports.visit = exports.findNodeAtOffset = exports.contains = exports.getNodeValue = exports.getNodePath = exports.findNodeAtLocation = exports.parseTree = exports.parse = exports.getLocation = void 0;
    const scanner_1 = __nccwpck_require__(8525);
    var ParseOptions;
    (function (ParseOptions) {
        ParseOptions.DEFAULT = {
            allowTrailingComma: false
        };
    })(ParseOptions || (ParseOptions = {}));
    /**
     * For a given offset, evaluate the location in the JSON document. Each segment in the location path is either a property name or an array index.
     */
    function getLocation(text, position) {
        const segments = []; // strings or numbers
        const earlyReturnException = new Object();
        let previousNode = undefined;
        const previousNodeInst = {
            value: {},
            offset: 0,
            length: 0,
            type: 'object',
            parent: undefined
        };
        let isAtPropertyKey = false;
        function setPreviousNode(value, offset, length, type) {
            previousNodeInst.value = value;
            previousNodeInst.offset = offset;
            previousNodeInst.length = length;
            previousNodeInst.type = type;
            previousNodeInst.colonOffset = undefined;
            previousNode = previousNodeInst;
        }
        try {
            visit(text, {
                onObjectBegin: (offset, length) => {
                    if (position <= offset) {
                        throw earlyReturnException;
                    }
                    previousNode = undefined;
                    isAtPropertyKey = position > offset;
                    segments.push(''); // push a placeholder (will be replaced)
                },
                onObjectProperty: (name, offset, length) => {
                    if (position < offset) {
                        throw earlyReturnException;
                    }
                    setPreviousNode(name, offset, length, 'property');
                    segments[segments.length - 1] = name;
                    if (position <= offset + length) {
                        throw earlyReturnException;
                    }
                },
                onObjectEnd: (offset, length) => {
                    if (position <= offset) {
                        throw earlyReturnException;
                    }
                    previousNode = undefined;
                    segments.pop();
                },
                onArrayBegin: (offset, length) => {
                    if (position <= offset) {
                        throw earlyReturnException;
                    }
                    previousNode = undefined;
                    segments.push(0);
                },
                onArrayEnd: (offset, length) => {
                    if (position <= offset) {
                        throw earlyReturnException;
                    }
                    previousNode = undefined;
                    segments.pop();
                },
                onLiteralValue: (value, offset, length) => {
                    if (position < offset) {
                        throw earlyReturnException;
                    }
                    setPreviousNode(value, offset, length, getNodeType(value));
                    if (position <= offset + length) {
                        throw earlyReturnException;
                    }
                },
                onSeparator: (sep, offset, length) => {
                    if (position <= offset) {
                        throw earlyReturnException;
                    }
                    if (sep === ':' && previousNode && previousNode.type === 'property') {
                        previousNode.colonOffset = offset;
                        isAtPropertyKey = false;
                        previousNode = undefined;
                    }
                    else if (sep === ',') {
                        const last = segments[segments.length - 1];
                        if (typeof last === 'number') {
                            segments[segments.length - 1] = last + 1;
                        }
                        else {
                            isAtPropertyKey = true;
                            segments[segments.length - 1] = '';
                        }
                        previousNode = undefined;
                    }
                }
            });
        }
        catch (e) {
            if (e !== earlyReturnException) {
                throw e;
            }
        }
        return {
            path: segments,
            previousNode,
            isAtPropertyKey,
            matches: (pattern) => {
                let k = 0;
                for (let i = 0; k < pattern.length && i < segments.length; i++) {
                    if (pattern[k] === segments[i] || pattern[k] === '*') {
                        k++;
                    }
                    else if (pattern[k] !== '**') {
                        return false;
                    }
                }
                return k === pattern.length;
            }
        };
    }
    exports.getLocation = getLocation;
    /**
     * Parses the given text and returns the object the JSON content represents. On invalid input, the parser tries to be as fault tolerant as possible, but still return a result.
     * Therefore always check the errors list to find out if the input was valid.
     */
    function parse(text, errors = [], options = ParseOptions.DEFAULT) {
        let currentProperty = null;
        let currentParent = [];
        const previousParents = [];
        function onValue(value) {
            if (Array.isArray(currentParent)) {
                currentParent.push(value);
            }
            else if (currentProperty !== null) {
                currentParent[currentProperty] = value;
            }
        }
        const visitor = {
            onObjectBegin: () => {
                const object = {};
                onValue(object);
                previousParents.push(currentParent);
                currentParent = object;
                currentProperty = null;
            },
            onObjectProperty: (name) => {
                currentProperty = name;
            },
            onObjectEnd: () => {
                currentParent = previousParents.pop();
            },
            onArrayBegin: () => {
                const array = [];
                onValue(array);
                previousParents.push(currentParent);
                currentParent = array;
                currentProperty = null;
            },
            onArrayEnd: () => {
                currentParent = previousParents.pop();
            },
            onLiteralValue: onValue,
            onError: (error, offset, length) => {
                errors.push({ error, offset, length });
            }
        };
        visit(text, visitor, options);
        return currentParent[0];
    }
    exports.parse = parse;
    /**
     * Parses the given text and returns a tree representation the JSON content. On invalid input, the parser tries to be as fault tolerant as possible, but still return a result.
     */
    function parseTree(text, errors = [], options = ParseOptions.DEFAULT) {
        let currentParent = { type: 'array', offset: -1, length: -1, children: [], parent: undefined }; // artificial root
        function ensurePropertyComplete(endOffset) {
            if (currentParent.type === 'property') {
                currentParent.length = endOffset - currentParent.offset;
                currentParent = currentParent.parent;
            }
        }
        function onValue(valueNode) {
            currentParent.children.push(valueNode);
            return valueNode;
        }
        const visitor = {
            onObjectBegin: (offset) => {
                currentParent = onValue({ type: 'object', offset, length: -1, parent: currentParent, children: [] });
            },
            onObjectProperty: (name, offset, length) => {
                currentParent = onValue({ type: 'property', offset, length: -1, parent: currentParent, children: [] });
                currentParent.children.push({ type: 'string', value: name, offset, length, parent: currentParent });
            },
            onObjectEnd: (offset, length) => {
                ensurePropertyComplete(offset + length); // in case of a missing value for a property: make sure property is complete
                currentParent.length = offset + length - currentParent.offset;
                currentParent = currentParent.parent;
                ensurePropertyComplete(offset + length);
            },
            onArrayBegin: (offset, length) => {
                currentParent = onValue({ type: 'array', offset, length: -1, parent: currentParent, children: [] });
            },
            onArrayEnd: (offset, length) => {
                currentParent.length = offset + length - currentParent.offset;
                currentParent = currentParent.parent;
                ensurePropertyComplete(offset + length);
            },
            onLiteralValue: (value, offset, length) => {
                onValue({ type: getNodeType(value), offset, length, parent: currentParent, value });
                ensurePropertyComplete(offset + length);
            },
            onSeparator: (sep, offset, length) => {
                if (currentParent.type === 'property') {
                    if (sep === ':') {
                        currentParent.colonOffset = offset;
                    }
                    else if (sep === ',') {
                        ensurePropertyComplete(offset);
                    }
                }
            },
            onError: (error, offset, length) => {
                errors.push({ error, offset, length });
            }
        };
        visit(text, visitor, options);
        const result = currentParent.children[0];
        if (result) {
            delete result.parent;
        }
        return result;
    }
    exports.parseTree = parseTree;
    /**
     * Finds the node at the given path in a JSON DOM.
     */
    function findNodeAtLocation(root, path) {
        if (!root) {
            return undefined;
        }
        let node = root;
        for (let segment of path) {
            if (typeof segment === 'string') {
                if (node.type !== 'object' || !Array.isArray(node.children)) {
                    return undefined;
                }
                let found = false;
                for (const propertyNode of node.children) {
                    if (Array.isArray(propertyNode.children) && propertyNode.children[0].value === segment && propertyNode.children.length === 2) {
                        node = propertyNode.children[1];
                        found = true;
                        break;
                    }
                }
                if (!found) {
                    return undefined;
                }
            }
            else {
                const index = segment;
                if (node.type !== 'array' || index < 0 || !Array.isArray(node.children) || index >= node.children.length) {
                    return undefined;
                }
                node = node.children[index];
            }
        }
        return node;
    }
    exports.findNodeAtLocation = findNodeAtLocation;
    /**
     * Gets the JSON path of the given JSON DOM node
     */
    function getNodePath(node) {
        if (!node.parent || !node.parent.children) {
            return [];
        }
        const path = getNodePath(node.parent);
        if (node.parent.type === 'property') {
            const key = node.parent.children[0].value;
            path.push(key);
        }
        else if (node.parent.type === 'array') {
            const index = node.parent.children.indexOf(node);
            if (index !== -1) {
                path.push(index);
            }
        }
        return path;
    }
    exports.getNodePath = getNodePath;
    /**
     * Evaluates the JavaScript object of the given JSON DOM node
     */
    function getNodeValue(node) {
        switch (node.type) {
            case 'array':
                return node.children.map(getNodeValue);
            case 'object':
                const obj = Object.create(null);
                for (let prop of node.children) {
                    const valueNode = prop.children[1];
                    if (valueNode) {
                        obj[prop.children[0].value] = getNodeValue(valueNode);
                    }
                }
                return obj;
            case 'null':
            case 'string':
            case 'number':
            case 'boolean':
                return node.value;
            default:
                return undefined;
        }
    }
    exports.getNodeValue = getNodeValue;
    function contains(node, offset, includeRightBound = false) {
        return (offset >= node.offset && offset < (node.offset + node.length)) || includeRightBound && (offset === (node.offset + node.length));
    }
    exports.contains = contains;
    /**
     * Finds the most inner node at the given offset. If includeRightBound is set, also finds nodes that end at the given offset.
     */
    function findNodeAtOffset(node, offset, includeRightBound = false) {
        if (contains(node, offset, includeRightBound)) {
            const children = node.children;
            if (Array.isArray(children)) {
                for (let i = 0; i < children.length && children[i].offset <= offset; i++) {
                    const item = findNodeAtOffset(children[i], offset, includeRightBound);
                    if (item) {
                        return item;
                    }
                }
            }
            return node;
        }
        return undefined;
    }
    exports.findNodeAtOffset = findNodeAtOffset;
    /**
     * Parses the given text and invokes the visitor functions for each object, array and literal reached.
     */
    function visit(text, visitor, options = ParseOptions.DEFAULT) {
        const _scanner = (0, scanner_1.createScanner)(text, false);
        // Important: Only pass copies of this to visitor functions to prevent accidental modification, and
        // to not affect visitor functions which stored a reference to a previous JSONPath
        const _jsonPath = [];
        // Depth of onXXXBegin() callbacks suppressed. onXXXEnd() decrements this if it isn't 0 already.
        // Callbacks are only called when this value is 0.
        let suppressedCallbacks = 0;
        function toNoArgVisit(visitFunction) {
            return visitFunction ? () => suppressedCallbacks === 0 && visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter()) : () => true;
        }
        function toOneArgVisit(visitFunction) {
            return visitFunction ? (arg) => suppressedCallbacks === 0 && visitFunction(arg, _scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter()) : () => true;
        }
        function toOneArgVisitWithPath(visitFunction) {
            return visitFunction ? (arg) => suppressedCallbacks === 0 && visitFunction(arg, _scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter(), () => _jsonPath.slice()) : () => true;
        }
        function toBeginVisit(visitFunction) {
            return visitFunction ?
                () => {
                    if (suppressedCallbacks > 0) {
                        suppressedCallbacks++;
                    }
                    else {
                        let cbReturn = visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter(), () => _jsonPath.slice());
                        if (cbReturn === false) {
                            suppressedCallbacks = 1;
                        }
                    }
                }
                : () => true;
        }
        function toEndVisit(visitFunction) {
            return visitFunction ?
                () => {
                    if (suppressedCallbacks > 0) {
                        suppressedCallbacks--;
                    }
                    if (suppressedCallbacks === 0) {
                        visitFunction(_scanner.getTokenOffset(), _scanner.getTokenLength(), _scanner.getTokenStartLine(), _scanner.getTokenStartCharacter());
                    }
                }
                : () => true;
        }
        const onObjectBegin = toBeginVisit(visitor.onObjectBegin), onObjectProperty = toOneArgVisitWithPath(visitor.onObjectProperty), onObjectEnd = toEndVisit(visitor.onObjectEnd), onArrayBegin = toBeginVisit(visitor.onArrayBegin), onArrayEnd = toEndVisit(visitor.onArrayEnd), onLiteralValue = toOneArgVisitWithPath(visitor.onLiteralValue), onSeparator = toOneArgVisit(visitor.onSeparator), onComment = toNoArgVisit(visitor.onComment), onError = toOneArgVisit(visitor.onError);
        const disallowComments = options && options.disallowComments;
        const allowTrailingComma = options && options.allowTrailingComma;
        function scanNext() {
            while (true) {
                const token = _scanner.scan();
                switch (_scanner.getTokenError()) {
                    case 4 /* ScanError.InvalidUnicode */:
                        handleError(14 /* ParseErrorCode.InvalidUnicode */);
                        break;
                    case 5 /* ScanError.InvalidEscapeCharacter */:
                        handleError(15 /* ParseErrorCode.InvalidEscapeCharacter */);
                        break;
                    case 3 /* ScanError.UnexpectedEndOfNumber */:
                        handleError(13 /* ParseErrorCode.UnexpectedEndOfNumber */);
                        break;
                    case 1 /* ScanError.UnexpectedEndOfComment */:
                        if (!disallowComments) {
                            handleError(11 /* ParseErrorCode.UnexpectedEndOfComment */);
                        }
                        break;
                    case 2 /* ScanError.UnexpectedEndOfString */:
                        handleError(12 /* ParseErrorCode.UnexpectedEndOfString */);
                        break;
                    case 6 /* ScanError.InvalidCharacter */:
                        handleError(16 /* ParseErrorCode.InvalidCharacter */);
                        break;
                }
                switch (token) {
                    case 12 /* SyntaxKind.LineCommentTrivia */:
                    case 13 /* SyntaxKind.BlockCommentTrivia */:
                        if (disallowComments) {
                            handleError(10 /* ParseErrorCode.InvalidCommentToken */);
                        }
                        else {
                            onComment();
                        }
                        break;
                    case 16 /* SyntaxKind.Unknown */:
                        handleError(1 /* ParseErrorCode.InvalidSymbol */);
                        break;
                    case 15 /* SyntaxKind.Trivia */:
                    case 14 /* SyntaxKind.LineBreakTrivia */:
                        break;
                    default:
                        return token;
                }
            }
        }
        function handleError(error, skipUntilAfter = [], skipUntil = []) {
            onError(error);
            if (skipUntilAfter.length + skipUntil.length > 0) {
                let token = _scanner.getToken();
                while (token !== 17 /* SyntaxKind.EOF */) {
                    if (skipUntilAfter.indexOf(token) !== -1) {
                        scanNext();
                        break;
                    }
                    else if (skipUntil.indexOf(token) !== -1) {
                        break;
                    }
                    token = scanNext();
                }
            }
        }
        function parseString(isValue) {
            const value = _scanner.getTokenValue();
            if (isValue) {
                onLiteralValue(value);
            }
            else {
                onObjectProperty(value);
                // add property name afterwards
                _jsonPath.push(value);
            }
            scanNext();
            return true;
        }
        function parseLiteral() {
            switch (_scanner.getToken()) {
                case 11 /* SyntaxKind.NumericLiteral */:
                    const tokenValue = _scanner.getTokenValue();
                    let value = Number(tokenValue);
                    if (isNaN(value)) {
                        handleError(2 /* ParseErrorCode.InvalidNumberFormat */);
                        value = 0;
                    }
                    onLiteralValue(value);
                    break;
                case 7 /* SyntaxKind.NullKeyword */:
                    onLiteralValue(null);
                    break;
                case 8 /* SyntaxKind.TrueKeyword */:
                    onLiteralValue(true);
                    break;
                case 9 /* SyntaxKind.FalseKeyword */:
                    onLiteralValue(false);
                    break;
                default:
                    return false;
            }
            scanNext();
            return true;
        }
        function parseProperty() {
            if (_scanner.getToken() !== 10 /* SyntaxKind.StringLiteral */) {
                handleError(3 /* ParseErrorCode.PropertyNameExpected */, [], [2 /* SyntaxKind.CloseBraceToken */, 5 /* SyntaxKind.CommaToken */]);
                return false;
            }
            parseString(false);
            if (_scanner.getToken() === 6 /* SyntaxKind.ColonToken */) {
                onSeparator(':');
                scanNext(); // consume colon
                if (!parseValue()) {
                    handleError(4 /* ParseErrorCode.ValueExpected */, [], [2 /* SyntaxKind.CloseBraceToken */, 5 /* SyntaxKind.CommaToken */]);
                }
            }
            else {
                handleError(5 /* ParseErrorCode.ColonExpected */, [], [2 /* SyntaxKind.CloseBraceToken */, 5 /* SyntaxKind.CommaToken */]);
            }
            _jsonPath.pop(); // remove processed property name
            return true;
        }
        function parseObject() {
            onObjectBegin();
            scanNext(); // consume open brace
            let needsComma = false;
            while (_scanner.getToken() !== 2 /* SyntaxKind.CloseBraceToken */ && _scanner.getToken() !== 17 /* SyntaxKind.EOF */) {
                if (_scanner.getToken() === 5 /* SyntaxKind.CommaToken */) {
                    if (!needsComma) {
                        handleError(4 /* ParseErrorCode.ValueExpected */, [], []);
                    }
                    onSeparator(',');
                    scanNext(); // consume comma
                    if (_scanner.getToken() === 2 /* SyntaxKind.CloseBraceToken */ && allowTrailingComma) {
                        break;
                    }
                }
                else if (needsComma) {
                    handleError(6 /* ParseErrorCode.CommaExpected */, [], []);
                }
                if (!parseProperty()) {
                    handleError(4 /* ParseErrorCode.ValueExpected */, [], [2 /* SyntaxKind.CloseBraceToken */, 5 /* SyntaxKind.CommaToken */]);
                }
                needsComma = true;
            }
            onObjectEnd();
            if (_scanner.getToken() !== 2 /* SyntaxKind.CloseBraceToken */) {
                handleError(7 /* ParseErrorCode.CloseBraceExpected */, [2 /* SyntaxKind.CloseBraceToken */], []);
            }
            else {
                scanNext(); // consume close brace
            }
            return true;
        }
        function parseArray() {
            onArrayBegin();
            scanNext(); // consume open bracket
            let isFirstElement = true;
            let needsComma = false;
            while (_scanner.getToken() !== 4 /* SyntaxKind.CloseBracketToken */ && _scanner.getToken() !== 17 /* SyntaxKind.EOF */) {
                if (_scanner.getToken() === 5 /* SyntaxKind.CommaToken */) {
                    if (!needsComma) {
                        handleError(4 /* ParseErrorCode.ValueExpected */, [], []);
                    }
                    onSeparator(',');
                    scanNext(); // consume comma
                    if (_scanner.getToken() === 4 /* SyntaxKind.CloseBracketToken */ && allowTrailingComma) {
                        break;
                    }
                }
                else if (needsComma) {
                    handleError(6 /* ParseErrorCode.CommaExpected */, [], []);
                }
                if (isFirstElement) {
                    _jsonPath.push(0);
                    isFirstElement = false;
                }
                else {
                    _jsonPath[_jsonPath.length - 1]++;
                }
                if (!parseValue()) {
                    handleError(4 /* ParseErrorCode.ValueExpected */, [], [4 /* SyntaxKind.CloseBracketToken */, 5 /* SyntaxKind.CommaToken */]);
                }
                needsComma = true;
            }
            onArrayEnd();
            if (!isFirstElement) {
                _jsonPath.pop(); // remove array index
            }
            if (_scanner.getToken() !== 4 /* SyntaxKind.CloseBracketToken */) {
                handleError(8 /* ParseErrorCode.CloseBracketExpected */, [4 /* SyntaxKind.CloseBracketToken */], []);
            }
            else {
                scanNext(); // consume close bracket
            }
            return true;
        }
        function parseValue() {
            switch (_scanner.getToken()) {
                case 3 /* SyntaxKind.OpenBracketToken */:
                    return parseArray();
                case 1 /* SyntaxKind.OpenBraceToken */:
                    return parseObject();
                case 10 /* SyntaxKind.StringLiteral */:
                    return parseString(true);
                default:
                    return parseLiteral();
            }
        }
        scanNext();
        if (_scanner.getToken() === 17 /* SyntaxKind.EOF */) {
            if (options.allowEmptyContent) {
                return true;
            }
            handleError(4 /* ParseErrorCode.ValueExpected */, [], []);
            return false;
        }
        if (!parseValue()) {
            handleError(4 /* ParseErrorCode.ValueExpected */, [], []);
            return false;
        }
        if (_scanner.getToken() !== 17 /* SyntaxKind.EOF */) {
            handleError(9 /* ParseErrorCode.EndOfFileExpected */, [], []);
        }
        return true;
    }
    exports.visit = visit;
    /**
     * Takes JSON with JavaScript-style comments and remove
     * them. Optionally replaces every none-newline character
     * of comments with a replaceCharacter
     */
    function stripComments(text, replaceCh) {
        let _scanner = (0, scanner_1.createScanner)(text), parts = [], kind, offset = 0, pos;
        do {
            pos = _scanner.getPosition();
            kind = _scanner.scan();
            switch (kind) {
                case 12 /* SyntaxKind.LineCommentTrivia */:
                case 13 /* SyntaxKind.BlockCommentTrivia */:
                case 17 /* SyntaxKind.EOF */:
                    if (offset !== pos) {
                        parts.push(text.substring(offset, pos));
                    }
                    if (replaceCh !== undefined) {
                        parts.push(_scanner.getTokenValue().replace(/[^\r\n]/g, replaceCh));
                    }
                    offset = _scanner.getPosition();
                    break;
            }
        } while (kind !== 17 /* SyntaxKind.EOF */);
        return parts.join('');
    }
    exports.stripComments = stripComments;
    function getNodeType(value) {
        switch (typeof value) {
            case 'boolean': return 'boolean';
            case 'number': return 'number';
            case 'string': return 'string';
            case 'object': {
                if (!value) {
                    return 'null';
                }
                else if (Array.isArray(value)) {
                    return 'array';
                }
                return 'object';
            }
            default: return 'null';
        }
    }
    exports.getNodeType = getNodeType;
});


/***/ }),

/***/ 8525:
/***/ ((module, exports) => {

(function (factory) {
    if ( true && typeof module.exports === "object") {
        var v = factory(__WEBPACK_EXTERNAL_createRequire(import.meta.url), exports);
        if (v !== undefined) module.exports = v;
    }
    else if (typeof define === "function" && define.amd) {
        define(["require", "exports"], factory);
    }
})(function () {
    /*---------------------------------------------------------------------------------------------
     *  Copyright (c) Microsoft Corporation. All rights reserved.
     *  Licensed under the MIT License. See License.txt in the project root for license information.
     *--------------------------------------------------------------------------------------------*/
    'use strict';
    Object.defineProperty(exports, "__esModule", ({ value: true }));
    exports.createScanner = void 0;
    /**
     * Creates a JSON scanner on the given text.
     * If ignoreTrivia is set, whitespaces or comments are ignored.
     */
    function createScanner(text, ignoreTrivia = false) {
        const len = text.length;
        let pos = 0, value = '', tokenOffset = 0, token = 16 /* SyntaxKind.Unknown */, lineNumber = 0, lineStartOffset = 0, tokenLineStartOffset = 0, prevTokenLineStartOffset = 0, scanError = 0 /* ScanError.None */;
        function scanHexDigits(count, exact) {
            let digits = 0;
            let value = 0;
            while (digits < count || !exact) {
                let ch = text.charCodeAt(pos);
                if (ch >= 48 /* CharacterCodes._0 */ && ch <= 57 /* CharacterCodes._9 */) {
                    value = value * 16 + ch - 48 /* CharacterCodes._0 */;
                }
                else if (ch >= 65 /* CharacterCodes.A */ && ch <= 70 /* CharacterCodes.F */) {
                    value = value * 16 + ch - 65 /* CharacterCodes.A */ + 10;
                }
                else if (ch >= 97 /* CharacterCodes.a */ && ch <= 102 /* CharacterCodes.f */) {
                    value = value * 16 + ch - 97 /* CharacterCodes.a */ + 10;
                }
                else {
                    break;
                }
                pos++;
                digits++;
            }
            if (digits < count) {
                value = -1;
            }
            return value;
        }
        function setPosition(newPosition) {
            pos = newPosition;
            value = '';
            tokenOffset = 0;
            token = 16 /* SyntaxKind.Unknown */;
            scanError = 0 /* ScanError.None */;
        }
        function scanNumber() {
            let start = pos;
            if (text.charCodeAt(pos) === 48 /* CharacterCodes._0 */) {
                pos++;
            }
            else {
                pos++;
                while (pos < text.length && isDigit(text.charCodeAt(pos))) {
                    pos++;
                }
            }
            if (pos < text.length && text.charCodeAt(pos) === 46 /* CharacterCodes.dot */) {
                pos++;
                if (pos < text.length && isDigit(text.charCodeAt(pos))) {
                    pos++;
                    while (pos < text.length && isDigit(text.charCodeAt(pos))) {
                        pos++;
                    }
                }
                else {
                    scanError = 3 /* ScanError.UnexpectedEndOfNumber */;
                    return text.substring(start, pos);
                }
            }
            let end = pos;
            if (pos < text.length && (text.charCodeAt(pos) === 69 /* CharacterCodes.E */ || text.charCodeAt(pos) === 101 /* CharacterCodes.e */)) {
                pos++;
                if (pos < text.length && text.charCodeAt(pos) === 43 /* CharacterCodes.plus */ || text.charCodeAt(pos) === 45 /* CharacterCodes.minus */) {
                    pos++;
                }
                if (pos < text.length && isDigit(text.charCodeAt(pos))) {
                    pos++;
                    while (pos < text.length && isDigit(text.charCodeAt(pos))) {
                        pos++;
                    }
                    end = pos;
                }
                else {
                    scanError = 3 /* ScanError.UnexpectedEndOfNumber */;
                }
            }
            return text.substring(start, end);
        }
        function scanString() {
            let result = '', start = pos;
            while (true) {
                if (pos >= len) {
                    result += text.substring(start, pos);
                    scanError = 2 /* ScanError.UnexpectedEndOfString */;
                    break;
                }
                const ch = text.charCodeAt(pos);
                if (ch === 34 /* CharacterCodes.doubleQuote */) {
                    result += text.substring(start, pos);
                    pos++;
                    break;
                }
                if (ch === 92 /* CharacterCodes.backslash */) {
                    result += text.substring(start, pos);
                    pos++;
                    if (pos >= len) {
                        scanError = 2 /* ScanError.UnexpectedEndOfString */;
                        break;
                    }
                    const ch2 = text.charCodeAt(pos++);
                    switch (ch2) {
                        case 34 /* CharacterCodes.doubleQuote */:
                            result += '\"';
                            break;
                        case 92 /* CharacterCodes.backslash */:
                            result += '\\';
                            break;
                        case 47 /* CharacterCodes.slash */:
                            result += '/';
                            break;
                        case 98 /* CharacterCodes.b */:
                            result += '\b';
                            break;
                        case 102 /* CharacterCodes.f */:
                            result += '\f';
                            break;
                        case 110 /* CharacterCodes.n */:
                            result += '\n';
                            break;
                        case 114 /* CharacterCodes.r */:
                            result += '\r';
                            break;
                        case 116 /* CharacterCodes.t */:
                            result += '\t';
                            break;
                        case 117 /* CharacterCodes.u */:
                            const ch3 = scanHexDigits(4, true);
                            if (ch3 >= 0) {
                                result += String.fromCharCode(ch3);
                            }
                            else {
                                scanError = 4 /* ScanError.InvalidUnicode */;
                            }
                            break;
                        default:
                            scanError = 5 /* ScanError.InvalidEscapeCharacter */;
                    }
                    start = pos;
                    continue;
                }
                if (ch >= 0 && ch <= 0x1f) {
                    if (isLineBreak(ch)) {
                        result += text.substring(start, pos);
                        scanError = 2 /* ScanError.UnexpectedEndOfString */;
                        break;
                    }
                    else {
                        scanError = 6 /* ScanError.InvalidCharacter */;
                        // mark as error but continue with string
                    }
                }
                pos++;
            }
            return result;
        }
        function scanNext() {
            value = '';
            scanError = 0 /* ScanError.None */;
            tokenOffset = pos;
            lineStartOffset = lineNumber;
            prevTokenLineStartOffset = tokenLineStartOffset;
            if (pos >= len) {
                // at the end
                tokenOffset = len;
                return token = 17 /* SyntaxKind.EOF */;
            }
            let code = text.charCodeAt(pos);
            // trivia: whitespace
            if (isWhiteSpace(code)) {
                do {
                    pos++;
                    value += String.fromCharCode(code);
                    code = text.charCodeAt(pos);
                } while (isWhiteSpace(code));
                return token = 15 /* SyntaxKind.Trivia */;
            }
            // trivia: newlines
            if (isLineBreak(code)) {
                pos++;
                value += String.fromCharCode(code);
                if (code === 13 /* CharacterCodes.carriageReturn */ && text.charCodeAt(pos) === 10 /* CharacterCodes.lineFeed */) {
                    pos++;
                    value += '\n';
                }
                lineNumber++;
                tokenLineStartOffset = pos;
                return token = 14 /* SyntaxKind.LineBreakTrivia */;
            }
            switch (code) {
                // tokens: []{}:,
                case 123 /* CharacterCodes.openBrace */:
                    pos++;
                    return token = 1 /* SyntaxKind.OpenBraceToken */;
                case 125 /* CharacterCodes.closeBrace */:
                    pos++;
                    return token = 2 /* SyntaxKind.CloseBraceToken */;
                case 91 /* CharacterCodes.openBracket */:
                    pos++;
                    return token = 3 /* SyntaxKind.OpenBracketToken */;
                case 93 /* CharacterCodes.closeBracket */:
                    pos++;
                    return token = 4 /* SyntaxKind.CloseBracketToken */;
                case 58 /* CharacterCodes.colon */:
                    pos++;
                    return token = 6 /* SyntaxKind.ColonToken */;
                case 44 /* CharacterCodes.comma */:
                    pos++;
                    return token = 5 /* SyntaxKind.CommaToken */;
                // strings
                case 34 /* CharacterCodes.doubleQuote */:
                    pos++;
                    value = scanString();
                    return token = 10 /* SyntaxKind.StringLiteral */;
                // comments
                case 47 /* CharacterCodes.slash */:
                    const start = pos - 1;
                    // Single-line comment
                    if (text.charCodeAt(pos + 1) === 47 /* CharacterCodes.slash */) {
                        pos += 2;
                        while (pos < len) {
                            if (isLineBreak(text.charCodeAt(pos))) {
                                break;
                            }
                            pos++;
                        }
                        value = text.substring(start, pos);
                        return token = 12 /* SyntaxKind.LineCommentTrivia */;
                    }
                    // Multi-line comment
                    if (text.charCodeAt(pos + 1) === 42 /* CharacterCodes.asterisk */) {
                        pos += 2;
                        const safeLength = len - 1; // For lookahead.
                        let commentClosed = false;
                        while (pos < safeLength) {
                            const ch = text.charCodeAt(pos);
                            if (ch === 42 /* CharacterCodes.asterisk */ && text.charCodeAt(pos + 1) === 47 /* CharacterCodes.slash */) {
                                pos += 2;
                                commentClosed = true;
                                break;
                            }
                            pos++;
                            if (isLineBreak(ch)) {
                                if (ch === 13 /* CharacterCodes.carriageReturn */ && text.charCodeAt(pos) === 10 /* CharacterCodes.lineFeed */) {
                                    pos++;
                                }
                                lineNumber++;
                                tokenLineStartOffset = pos;
                            }
                        }
                        if (!commentClosed) {
                            pos++;
                            scanError = 1 /* ScanError.UnexpectedEndOfComment */;
                        }
                        value = text.substring(start, pos);
                        return token = 13 /* SyntaxKind.BlockCommentTrivia */;
                    }
                    // just a single slash
                    value += String.fromCharCode(code);
                    pos++;
                    return token = 16 /* SyntaxKind.Unknown */;
                // numbers
                case 45 /* CharacterCodes.minus */:
                    value += String.fromCharCode(code);
                    pos++;
                    if (pos === len || !isDigit(text.charCodeAt(pos))) {
                        return token = 16 /* SyntaxKind.Unknown */;
                    }
                // found a minus, followed by a number so
                // we fall through to proceed with scanning
                // numbers
                case 48 /* CharacterCodes._0 */:
                case 49 /* CharacterCodes._1 */:
                case 50 /* CharacterCodes._2 */:
                case 51 /* CharacterCodes._3 */:
                case 52 /* CharacterCodes._4 */:
                case 53 /* CharacterCodes._5 */:
                case 54 /* CharacterCodes._6 */:
                case 55 /* CharacterCodes._7 */:
                case 56 /* CharacterCodes._8 */:
                case 57 /* CharacterCodes._9 */:
                    value += scanNumber();
                    return token = 11 /* SyntaxKind.NumericLiteral */;
                // literals and unknown symbols
                default:
                    // is a literal? Read the full word.
                    while (pos < len && isUnknownContentCharacter(code)) {
                        pos++;
                        code = text.charCodeAt(pos);
                    }
                    if (tokenOffset !== pos) {
                        value = text.substring(tokenOffset, pos);
                        // keywords: true, false, null
                        switch (value) {
                            case 'true': return token = 8 /* SyntaxKind.TrueKeyword */;
                            case 'false': return token = 9 /* SyntaxKind.FalseKeyword */;
                            case 'null': return token = 7 /* SyntaxKind.NullKeyword */;
                        }
                        return token = 16 /* SyntaxKind.Unknown */;
                    }
                    // some
                    value += String.fromCharCode(code);
                    pos++;
                    return token = 16 /* SyntaxKind.Unknown */;
            }
        }
        function isUnknownContentCharacter(code) {
            if (isWhiteSpace(code) || isLineBreak(code)) {
                return false;
            }
            switch (code) {
                case 125 /* CharacterCodes.closeBrace */:
                case 93 /* CharacterCodes.closeBracket */:
                case 123 /* CharacterCodes.openBrace */:
                case 91 /* CharacterCodes.openBracket */:
                case 34 /* CharacterCodes.doubleQuote */:
                case 58 /* CharacterCodes.colon */:
                case 44 /* CharacterCodes.comma */:
                case 47 /* CharacterCodes.slash */:
                    return false;
            }
            return true;
        }
        function scanNextNonTrivia() {
            let result;
            do {
                result = scanNext();
            } while (result >= 12 /* SyntaxKind.LineCommentTrivia */ && result <= 15 /* SyntaxKind.Trivia */);
            return result;
        }
        return {
            setPosition: setPosition,
            getPosition: () => pos,
            scan: ignoreTrivia ? scanNextNonTrivia : scanNext,
            getToken: () => token,
            getTokenValue: () => value,
            getTokenOffset: () => tokenOffset,
            getTokenLength: () => pos - tokenOffset,
            getTokenStartLine: () => lineStartOffset,
            getTokenStartCharacter: () => tokenOffset - prevTokenLineStartOffset,
            getTokenError: () => scanError,
        };
    }
    exports.createScanner = createScanner;
    function isWhiteSpace(ch) {
        return ch === 32 /* CharacterCodes.space */ || ch === 9 /* CharacterCodes.tab */;
    }
    function isLineBreak(ch) {
        return ch === 10 /* CharacterCodes.lineFeed */ || ch === 13 /* CharacterCodes.carriageReturn */;
    }
    function isDigit(ch) {
        return ch >= 48 /* CharacterCodes._0 */ && ch <= 57 /* CharacterCodes._9 */;
    }
    var CharacterCodes;
    (function (CharacterCodes) {
        CharacterCodes[CharacterCodes["lineFeed"] = 10] = "lineFeed";
        CharacterCodes[CharacterCodes["carriageReturn"] = 13] = "carriageReturn";
        CharacterCodes[CharacterCodes["space"] = 32] = "space";
        CharacterCodes[CharacterCodes["_0"] = 48] = "_0";
        CharacterCodes[CharacterCodes["_1"] = 49] = "_1";
        CharacterCodes[CharacterCodes["_2"] = 50] = "_2";
        CharacterCodes[CharacterCodes["_3"] = 51] = "_3";
        CharacterCodes[CharacterCodes["_4"] = 52] = "_4";
        CharacterCodes[CharacterCodes["_5"] = 53] = "_5";
        CharacterCodes[CharacterCodes["_6"] = 54] = "_6";
        CharacterCodes[CharacterCodes["_7"] = 55] = "_7";
        CharacterCodes[CharacterCodes["_8"] = 56] = "_8";
        CharacterCodes[CharacterCodes["_9"] = 57] = "_9";
        CharacterCodes[CharacterCodes["a"] = 97] = "a";
        CharacterCodes[CharacterCodes["b"] = 98] = "b";
        CharacterCodes[CharacterCodes["c"] = 99] = "c";
        CharacterCodes[CharacterCodes["d"] = 100] = "d";
        CharacterCodes[CharacterCodes["e"] = 101] = "e";
        CharacterCodes[CharacterCodes["f"] = 102] = "f";
        CharacterCodes[CharacterCodes["g"] = 103] = "g";
        CharacterCodes[CharacterCodes["h"] = 104] = "h";
        CharacterCodes[CharacterCodes["i"] = 105] = "i";
        CharacterCodes[CharacterCodes["j"] = 106] = "j";
        CharacterCodes[CharacterCodes["k"] = 107] = "k";
        CharacterCodes[CharacterCodes["l"] = 108] = "l";
        CharacterCodes[CharacterCodes["m"] = 109] = "m";
        CharacterCodes[CharacterCodes["n"] = 110] = "n";
        CharacterCodes[CharacterCodes["o"] = 111] = "o";
        CharacterCodes[CharacterCodes["p"] = 112] = "p";
        CharacterCodes[CharacterCodes["q"] = 113] = "q";
        CharacterCodes[CharacterCodes["r"] = 114] = "r";
        CharacterCodes[CharacterCodes["s"] = 115] = "s";
        CharacterCodes[CharacterCodes["t"] = 116] = "t";
        CharacterCodes[CharacterCodes["u"] = 117] = "u";
        CharacterCodes[CharacterCodes["v"] = 118] = "v";
        CharacterCodes[CharacterCodes["w"] = 119] = "w";
        CharacterCodes[CharacterCodes["x"] = 120] = "x";
        CharacterCodes[CharacterCodes["y"] = 121] = "y";
        CharacterCodes[CharacterCodes["z"] = 122] = "z";
        CharacterCodes[CharacterCodes["A"] = 65] = "A";
        CharacterCodes[CharacterCodes["B"] = 66] = "B";
        CharacterCodes[CharacterCodes["C"] = 67] = "C";
        CharacterCodes[CharacterCodes["D"] = 68] = "D";
        CharacterCodes[CharacterCodes["E"] = 69] = "E";
        CharacterCodes[CharacterCodes["F"] = 70] = "F";
        CharacterCodes[CharacterCodes["G"] = 71] = "G";
        CharacterCodes[CharacterCodes["H"] = 72] = "H";
        CharacterCodes[CharacterCodes["I"] = 73] = "I";
        CharacterCodes[CharacterCodes["J"] = 74] = "J";
        CharacterCodes[CharacterCodes["K"] = 75] = "K";
        CharacterCodes[CharacterCodes["L"] = 76] = "L";
        CharacterCodes[CharacterCodes["M"] = 77] = "M";
        CharacterCodes[CharacterCodes["N"] = 78] = "N";
        CharacterCodes[CharacterCodes["O"] = 79] = "O";
        CharacterCodes[CharacterCodes["P"] = 80] = "P";
        CharacterCodes[CharacterCodes["Q"] = 81] = "Q";
        CharacterCodes[CharacterCodes["R"] = 82] = "R";
        CharacterCodes[CharacterCodes["S"] = 83] = "S";
        CharacterCodes[CharacterCodes["T"] = 84] = "T";
        CharacterCodes[CharacterCodes["U"] = 85] = "U";
        CharacterCodes[CharacterCodes["V"] = 86] = "V";
        CharacterCodes[CharacterCodes["W"] = 87] = "W";
        CharacterCodes[CharacterCodes["X"] = 88] = "X";
        CharacterCodes[CharacterCodes["Y"] = 89] = "Y";
        CharacterCodes[CharacterCodes["Z"] = 90] = "Z";
        CharacterCodes[CharacterCodes["asterisk"] = 42] = "asterisk";
        CharacterCodes[CharacterCodes["backslash"] = 92] = "backslash";
        CharacterCodes[CharacterCodes["closeBrace"] = 125] = "closeBrace";
        CharacterCodes[CharacterCodes["closeBracket"] = 93] = "closeBracket";
        CharacterCodes[CharacterCodes["colon"] = 58] = "colon";
        CharacterCodes[CharacterCodes["comma"] = 44] = "comma";
        CharacterCodes[CharacterCodes["dot"] = 46] = "dot";
        CharacterCodes[CharacterCodes["doubleQuote"] = 34] = "doubleQuote";
        CharacterCodes[CharacterCodes["minus"] = 45] = "minus";
        CharacterCodes[CharacterCodes["openBrace"] = 123] = "openBrace";
        CharacterCodes[CharacterCodes["openBracket"] = 91] = "openBracket";
        CharacterCodes[CharacterCodes["plus"] = 43] = "plus";
        CharacterCodes[CharacterCodes["slash"] = 47] = "slash";
        CharacterCodes[CharacterCodes["formFeed"] = 12] = "formFeed";
        CharacterCodes[CharacterCodes["tab"] = 9] = "tab";
    })(CharacterCodes || (CharacterCodes = {}));
});


/***/ }),

/***/ 4579:
/***/ ((module, exports) => {

(function (factory) {
    if ( true && typeof module.exports === "object") {
        var v = factory(__WEBPACK_EXTERNAL_createRequire(import.meta.url), exports);
        if (v !== undefined) module.exports = v;
    }
    else if (typeof define === "function" && define.amd) {
        define(["require", "exports"], factory);
    }
})(function () {
    "use strict";
    Object.defineProperty(exports, "__esModule", ({ value: true }));
    exports.supportedEols = exports.cachedBreakLinesWithSpaces = exports.cachedSpaces = void 0;
    exports.cachedSpaces = new Array(20).fill(0).map((_, index) => {
        return ' '.repeat(index);
    });
    const maxCachedValues = 200;
    exports.cachedBreakLinesWithSpaces = {
        ' ': {
            '\n': new Array(maxCachedValues).fill(0).map((_, index) => {
                return '\n' + ' '.repeat(index);
            }),
            '\r': new Array(maxCachedValues).fill(0).map((_, index) => {
                return '\r' + ' '.repeat(index);
            }),
            '\r\n': new Array(maxCachedValues).fill(0).map((_, index) => {
                return '\r\n' + ' '.repeat(index);
            }),
        },
        '\t': {
            '\n': new Array(maxCachedValues).fill(0).map((_, index) => {
                return '\n' + '\t'.repeat(index);
            }),
            '\r': new Array(maxCachedValues).fill(0).map((_, index) => {
                return '\r' + '\t'.repeat(index);
            }),
            '\r\n': new Array(maxCachedValues).fill(0).map((_, index) => {
                return '\r\n' + '\t'.repeat(index);
            }),
        }
    };
    exports.supportedEols = ['\n', '\r', '\r\n'];
});


/***/ }),

/***/ 9547:
/***/ ((module, exports, __nccwpck_require__) => {

(function (factory) {
    if ( true && typeof module.exports === "object") {
        var v = factory(__WEBPACK_EXTERNAL_createRequire(import.meta.url), exports);
        if (v !== undefined) module.exports = v;
    }
    else if (typeof define === "function" && define.amd) {
        define(["require", "exports", "./impl/format", "./impl/edit", "./impl/scanner", "./impl/parser"], factory);
    }
})(function () {
    /*---------------------------------------------------------------------------------------------
     *  Copyright (c) Microsoft Corporation. All rights reserved.
     *  Licensed under the MIT License. See License.txt in the project root for license information.
     *--------------------------------------------------------------------------------------------*/
    'use strict';
    Object.defineProperty(exports, "__esModule", ({ value: true }));
    exports.applyEdits = exports.modify = exports.format = exports.printParseErrorCode = exports.ParseErrorCode = exports.stripComments = exports.visit = exports.getNodeValue = exports.getNodePath = exports.findNodeAtOffset = exports.findNodeAtLocation = exports.parseTree = exports.parse = exports.getLocation = exports.SyntaxKind = exports.ScanError = exports.createScanner = void 0;
    const formatter = __nccwpck_require__(6612);
    const edit = __nccwpck_require__(4807);
    const scanner = __nccwpck_require__(8525);
    const parser = __nccwpck_require__(5152);
    /**
     * Creates a JSON scanner on the given text.
     * If ignoreTrivia is set, whitespaces or comments are ignored.
     */
    exports.createScanner = scanner.createScanner;
    var ScanError;
    (function (ScanError) {
        ScanError[ScanError["None"] = 0] = "None";
        ScanError[ScanError["UnexpectedEndOfComment"] = 1] = "UnexpectedEndOfComment";
        ScanError[ScanError["UnexpectedEndOfString"] = 2] = "UnexpectedEndOfString";
        ScanError[ScanError["UnexpectedEndOfNumber"] = 3] = "UnexpectedEndOfNumber";
        ScanError[ScanError["InvalidUnicode"] = 4] = "InvalidUnicode";
        ScanError[ScanError["InvalidEscapeCharacter"] = 5] = "InvalidEscapeCharacter";
        ScanError[ScanError["InvalidCharacter"] = 6] = "InvalidCharacter";
    })(ScanError || (exports.ScanError = ScanError = {}));
    var SyntaxKind;
    (function (SyntaxKind) {
        SyntaxKind[SyntaxKind["OpenBraceToken"] = 1] = "OpenBraceToken";
        SyntaxKind[SyntaxKind["CloseBraceToken"] = 2] = "CloseBraceToken";
        SyntaxKind[SyntaxKind["OpenBracketToken"] = 3] = "OpenBracketToken";
        SyntaxKind[SyntaxKind["CloseBracketToken"] = 4] = "CloseBracketToken";
        SyntaxKind[SyntaxKind["CommaToken"] = 5] = "CommaToken";
        SyntaxKind[SyntaxKind["ColonToken"] = 6] = "ColonToken";
        SyntaxKind[SyntaxKind["NullKeyword"] = 7] = "NullKeyword";
        SyntaxKind[SyntaxKind["TrueKeyword"] = 8] = "TrueKeyword";
        SyntaxKind[SyntaxKind["FalseKeyword"] = 9] = "FalseKeyword";
        SyntaxKind[SyntaxKind["StringLiteral"] = 10] = "StringLiteral";
        SyntaxKind[SyntaxKind["NumericLiteral"] = 11] = "NumericLiteral";
        SyntaxKind[SyntaxKind["LineCommentTrivia"] = 12] = "LineCommentTrivia";
        SyntaxKind[SyntaxKind["BlockCommentTrivia"] = 13] = "BlockCommentTrivia";
        SyntaxKind[SyntaxKind["LineBreakTrivia"] = 14] = "LineBreakTrivia";
        SyntaxKind[SyntaxKind["Trivia"] = 15] = "Trivia";
        SyntaxKind[SyntaxKind["Unknown"] = 16] = "Unknown";
        SyntaxKind[SyntaxKind["EOF"] = 17] = "EOF";
    })(SyntaxKind || (exports.SyntaxKind = SyntaxKind = {}));
    /**
     * For a given offset, evaluate the location in the JSON document. Each segment in the location path is either a property name or an array index.
     */
    exports.getLocation = parser.getLocation;
    /**
     * Parses the given text and returns the object the JSON content represents. On invalid input, the parser tries to be as fault tolerant as possible, but still return a result.
     * Therefore, always check the errors list to find out if the input was valid.
     */
    exports.parse = parser.parse;
    /**
     * Parses the given text and returns a tree representation the JSON content. On invalid input, the parser tries to be as fault tolerant as possible, but still return a result.
     */
    exports.parseTree = parser.parseTree;
    /**
     * Finds the node at the given path in a JSON DOM.
     */
    exports.findNodeAtLocation = parser.findNodeAtLocation;
    /**
     * Finds the innermost node at the given offset. If includeRightBound is set, also finds nodes that end at the given offset.
     */
    exports.findNodeAtOffset = parser.findNodeAtOffset;
    /**
     * Gets the JSON path of the given JSON DOM node
     */
    exports.getNodePath = parser.getNodePath;
    /**
     * Evaluates the JavaScript object of the given JSON DOM node
     */
    exports.getNodeValue = parser.getNodeValue;
    /**
     * Parses the given text and invokes the visitor functions for each object, array and literal reached.
     */
    exports.visit = parser.visit;
    /**
     * Takes JSON with JavaScript-style comments and remove
     * them. Optionally replaces every none-newline character
     * of comments with a replaceCharacter
     */
    exports.stripComments = parser.stripComments;
    var ParseErrorCode;
    (function (ParseErrorCode) {
        ParseErrorCode[ParseErrorCode["InvalidSymbol"] = 1] = "InvalidSymbol";
        ParseErrorCode[ParseErrorCode["InvalidNumberFormat"] = 2] = "InvalidNumberFormat";
        ParseErrorCode[ParseErrorCode["PropertyNameExpected"] = 3] = "PropertyNameExpected";
        ParseErrorCode[ParseErrorCode["ValueExpected"] = 4] = "ValueExpected";
        ParseErrorCode[ParseErrorCode["ColonExpected"] = 5] = "ColonExpected";
        ParseErrorCode[ParseErrorCode["CommaExpected"] = 6] = "CommaExpected";
        ParseErrorCode[ParseErrorCode["CloseBraceExpected"] = 7] = "CloseBraceExpected";
        ParseErrorCode[ParseErrorCode["CloseBracketExpected"] = 8] = "CloseBracketExpected";
        ParseErrorCode[ParseErrorCode["EndOfFileExpected"] = 9] = "EndOfFileExpected";
        ParseErrorCode[ParseErrorCode["InvalidCommentToken"] = 10] = "InvalidCommentToken";
        ParseErrorCode[ParseErrorCode["UnexpectedEndOfComment"] = 11] = "UnexpectedEndOfComment";
        ParseErrorCode[ParseErrorCode["UnexpectedEndOfString"] = 12] = "UnexpectedEndOfString";
        ParseErrorCode[ParseErrorCode["UnexpectedEndOfNumber"] = 13] = "UnexpectedEndOfNumber";
        ParseErrorCode[ParseErrorCode["InvalidUnicode"] = 14] = "InvalidUnicode";
        ParseErrorCode[ParseErrorCode["InvalidEscapeCharacter"] = 15] = "InvalidEscapeCharacter";
        ParseErrorCode[ParseErrorCode["InvalidCharacter"] = 16] = "InvalidCharacter";
    })(ParseErrorCode || (exports.ParseErrorCode = ParseErrorCode = {}));
    function printParseErrorCode(code) {
        switch (code) {
            case 1 /* ParseErrorCode.InvalidSymbol */: return 'InvalidSymbol';
            case 2 /* ParseErrorCode.InvalidNumberFormat */: return 'InvalidNumberFormat';
            case 3 /* ParseErrorCode.PropertyNameExpected */: return 'PropertyNameExpected';
            case 4 /* ParseErrorCode.ValueExpected */: return 'ValueExpected';
            case 5 /* ParseErrorCode.ColonExpected */: return 'ColonExpected';
            case 6 /* ParseErrorCode.CommaExpected */: return 'CommaExpected';
            case 7 /* ParseErrorCode.CloseBraceExpected */: return 'CloseBraceExpected';
            case 8 /* ParseErrorCode.CloseBracketExpected */: return 'CloseBracketExpected';
            case 9 /* ParseErrorCode.EndOfFileExpected */: return 'EndOfFileExpected';
            case 10 /* ParseErrorCode.InvalidCommentToken */: return 'InvalidCommentToken';
            case 11 /* ParseErrorCode.UnexpectedEndOfComment */: return 'UnexpectedEndOfComment';
            case 12 /* ParseErrorCode.UnexpectedEndOfString */: return 'UnexpectedEndOfString';
            case 13 /* ParseErrorCode.UnexpectedEndOfNumber */: return 'UnexpectedEndOfNumber';
            case 14 /* ParseErrorCode.InvalidUnicode */: return 'InvalidUnicode';
            case 15 /* ParseErrorCode.InvalidEscapeCharacter */: return 'InvalidEscapeCharacter';
            case 16 /* ParseErrorCode.InvalidCharacter */: return 'InvalidCharacter';
        }
        return '<unknown ParseErrorCode>';
    }
    exports.printParseErrorCode = printParseErrorCode;
    /**
     * Computes the edit operations needed to format a JSON document.
     *
     * @param documentText The input text
     * @param range The range to format or `undefined` to format the full content
     * @param options The formatting options
     * @returns The edit operations describing the formatting changes to the original document following the format described in {@linkcode EditResult}.
     * To apply the edit operations to the input, use {@linkcode applyEdits}.
     */
    function format(documentText, range, options) {
        return formatter.format(documentText, range, options);
    }
    exports.format = format;
    /**
     * Computes the edit operations needed to modify a value in the JSON document.
     *
     * @param documentText The input text
     * @param path The path of the value to change. The path represents either to the document root, a property or an array item.
     * If the path points to an non-existing property or item, it will be created.
     * @param value The new value for the specified property or item. If the value is undefined,
     * the property or item will be removed.
     * @param options Options
     * @returns The edit operations describing the changes to the original document, following the format described in {@linkcode EditResult}.
     * To apply the edit operations to the input, use {@linkcode applyEdits}.
     */
    function modify(text, path, value, options) {
        return edit.setProperty(text, path, value, options);
    }
    exports.modify = modify;
    /**
     * Applies edits to an input string.
     * @param text The input text
     * @param edits Edit operations following the format described in {@linkcode EditResult}.
     * @returns The text with the applied edits.
     * @throws An error if the edit operations are not well-formed as described in {@linkcode EditResult}.
     */
    function applyEdits(text, edits) {
        let sortedEdits = edits.slice(0).sort((a, b) => {
            const diff = a.offset - b.offset;
            if (diff === 0) {
                return a.length - b.length;
            }
            return diff;
        });
        let lastModifiedOffset = text.length;
        for (let i = sortedEdits.length - 1; i >= 0; i--) {
            let e = sortedEdits[i];
            if (e.offset + e.length <= lastModifiedOffset) {
                text = edit.applyEdit(text, e);
            }
            else {
                throw new Error('Overlapping edit');
            }
            lastModifiedOffset = e.offset;
        }
        return text;
    }
    exports.applyEdits = applyEdits;
});


/***/ }),

/***/ 7163:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const debug = __nccwpck_require__(1159)
const { MAX_LENGTH, MAX_SAFE_INTEGER } = __nccwpck_require__(5101)
const { safeRe: re, t } = __nccwpck_require__(5471)

const parseOptions = __nccwpck_require__(356)
const { compareIdentifiers } = __nccwpck_require__(3348)

const isPrereleaseIdentifier = (prerelease, identifier) => {
  const identifiers = identifier.split('.')
  if (identifiers.length > prerelease.length) {
    return false
  }

  for (let i = 0; i < identifiers.length; i++) {
    if (compareIdentifiers(prerelease[i], identifiers[i]) !== 0) {
      return false
    }
  }

  return true
}

class SemVer {
  constructor (version, options) {
    options = parseOptions(options)

    if (version instanceof SemVer) {
      if (version.loose === !!options.loose &&
        version.includePrerelease === !!options.includePrerelease) {
        return version
      } else {
        version = version.version
      }
    } else if (typeof version !== 'string') {
      throw new TypeError(`Invalid version. Must be a string. Got type "${typeof version}".`)
    }

    if (version.length > MAX_LENGTH) {
      throw new TypeError(
        `version is longer than ${MAX_LENGTH} characters`
      )
    }

    debug('SemVer', version, options)
    this.options = options
    this.loose = !!options.loose
    // this isn't actually relevant for versions, but keep it so that we
    // don't run into trouble passing this.options around.
    this.includePrerelease = !!options.includePrerelease

    const m = version.trim().match(options.loose ? re[t.LOOSE] : re[t.FULL])

    if (!m) {
      throw new TypeError(`Invalid Version: ${version}`)
    }

    this.raw = version

    // these are actually numbers
    this.major = +m[1]
    this.minor = +m[2]
    this.patch = +m[3]

    if (this.major > MAX_SAFE_INTEGER || this.major < 0) {
      throw new TypeError('Invalid major version')
    }

    if (this.minor > MAX_SAFE_INTEGER || this.minor < 0) {
      throw new TypeError('Invalid minor version')
    }

    if (this.patch > MAX_SAFE_INTEGER || this.patch < 0) {
      throw new TypeError('Invalid patch version')
    }

    // numberify any prerelease numeric ids
    if (!m[4]) {
      this.prerelease = []
    } else {
      this.prerelease = m[4].split('.').map((id) => {
        if (/^[0-9]+$/.test(id)) {
          const num = +id
          if (num >= 0 && num < MAX_SAFE_INTEGER) {
            return num
          }
        }
        return id
      })
    }

    this.build = m[5] ? m[5].split('.') : []
    this.format()
  }

  format () {
    this.version = `${this.major}.${this.minor}.${this.patch}`
    if (this.prerelease.length) {
      this.version += `-${this.prerelease.join('.')}`
    }
    return this.version
  }

  toString () {
    return this.version
  }

  compare (other) {
    debug('SemVer.compare', this.version, this.options, other)
    if (!(other instanceof SemVer)) {
      if (typeof other === 'string' && other === this.version) {
        return 0
      }
      other = new SemVer(other, this.options)
    }

    if (other.version === this.version) {
      return 0
    }

    return this.compareMain(other) || this.comparePre(other)
  }

  compareMain (other) {
    if (!(other instanceof SemVer)) {
      other = new SemVer(other, this.options)
    }

    if (this.major < other.major) {
      return -1
    }
    if (this.major > other.major) {
      return 1
    }
    if (this.minor < other.minor) {
      return -1
    }
    if (this.minor > other.minor) {
      return 1
    }
    if (this.patch < other.patch) {
      return -1
    }
    if (this.patch > other.patch) {
      return 1
    }
    return 0
  }

  comparePre (other) {
    if (!(other instanceof SemVer)) {
      other = new SemVer(other, this.options)
    }

    // NOT having a prerelease is > having one
    if (this.prerelease.length && !other.prerelease.length) {
      return -1
    } else if (!this.prerelease.length && other.prerelease.length) {
      return 1
    } else if (!this.prerelease.length && !other.prerelease.length) {
      return 0
    }

    let i = 0
    do {
      const a = this.prerelease[i]
      const b = other.prerelease[i]
      debug('prerelease compare', i, a, b)
      if (a === undefined && b === undefined) {
        return 0
      } else if (b === undefined) {
        return 1
      } else if (a === undefined) {
        return -1
      } else if (a === b) {
        continue
      } else {
        return compareIdentifiers(a, b)
      }
    } while (++i)
  }

  compareBuild (other) {
    if (!(other instanceof SemVer)) {
      other = new SemVer(other, this.options)
    }

    let i = 0
    do {
      const a = this.build[i]
      const b = other.build[i]
      debug('build compare', i, a, b)
      if (a === undefined && b === undefined) {
        return 0
      } else if (b === undefined) {
        return 1
      } else if (a === undefined) {
        return -1
      } else if (a === b) {
        continue
      } else {
        return compareIdentifiers(a, b)
      }
    } while (++i)
  }

  // preminor will bump the version up to the next minor release, and immediately
  // down to pre-release. premajor and prepatch work the same way.
  inc (release, identifier, identifierBase) {
    if (release.startsWith('pre')) {
      if (!identifier && identifierBase === false) {
        throw new Error('invalid increment argument: identifier is empty')
      }
      // Avoid an invalid semver results
      if (identifier) {
        const match = `-${identifier}`.match(this.options.loose ? re[t.PRERELEASELOOSE] : re[t.PRERELEASE])
        if (!match || match[1] !== identifier) {
          throw new Error(`invalid identifier: ${identifier}`)
        }
      }
    }

    switch (release) {
      case 'premajor':
        this.prerelease.length = 0
        this.patch = 0
        this.minor = 0
        this.major++
        this.inc('pre', identifier, identifierBase)
        break
      case 'preminor':
        this.prerelease.length = 0
        this.patch = 0
        this.minor++
        this.inc('pre', identifier, identifierBase)
        break
      case 'prepatch':
        // If this is already a prerelease, it will bump to the next version
        // drop any prereleases that might already exist, since they are not
        // relevant at this point.
        this.prerelease.length = 0
        this.inc('patch', identifier, identifierBase)
        this.inc('pre', identifier, identifierBase)
        break
      // If the input is a non-prerelease version, this acts the same as
      // prepatch.
      case 'prerelease':
        if (this.prerelease.length === 0) {
          this.inc('patch', identifier, identifierBase)
        }
        this.inc('pre', identifier, identifierBase)
        break
      case 'release':
        if (this.prerelease.length === 0) {
          throw new Error(`version ${this.raw} is not a prerelease`)
        }
        this.prerelease.length = 0
        break

      case 'major':
        // If this is a pre-major version, bump up to the same major version.
        // Otherwise increment major.
        // 1.0.0-5 bumps to 1.0.0
        // 1.1.0 bumps to 2.0.0
        if (
          this.minor !== 0 ||
          this.patch !== 0 ||
          this.prerelease.length === 0
        ) {
          this.major++
        }
        this.minor = 0
        this.patch = 0
        this.prerelease = []
        break
      case 'minor':
        // If this is a pre-minor version, bump up to the same minor version.
        // Otherwise increment minor.
        // 1.2.0-5 bumps to 1.2.0
        // 1.2.1 bumps to 1.3.0
        if (this.patch !== 0 || this.prerelease.length === 0) {
          this.minor++
        }
        this.patch = 0
        this.prerelease = []
        break
      case 'patch':
        // If this is not a pre-release version, it will increment the patch.
        // If it is a pre-release it will bump up to the same patch version.
        // 1.2.0-5 patches to 1.2.0
        // 1.2.0 patches to 1.2.1
        if (this.prerelease.length === 0) {
          this.patch++
        }
        this.prerelease = []
        break
      // This probably shouldn't be used publicly.
      // 1.0.0 'pre' would become 1.0.0-0 which is the wrong direction.
      case 'pre': {
        const base = Number(identifierBase) ? 1 : 0

        if (this.prerelease.length === 0) {
          this.prerelease = [base]
        } else {
          let i = this.prerelease.length
          while (--i >= 0) {
            if (typeof this.prerelease[i] === 'number') {
              this.prerelease[i]++
              i = -2
            }
          }
          if (i === -1) {
            // didn't increment anything
            if (identifier === this.prerelease.join('.') && identifierBase === false) {
              throw new Error('invalid increment argument: identifier already exists')
            }
            this.prerelease.push(base)
          }
        }
        if (identifier) {
          // 1.2.0-beta.1 bumps to 1.2.0-beta.2,
          // 1.2.0-beta.fooblz or 1.2.0-beta bumps to 1.2.0-beta.0
          let prerelease = [identifier, base]
          if (identifierBase === false) {
            prerelease = [identifier]
          }
          if (isPrereleaseIdentifier(this.prerelease, identifier)) {
            const prereleaseBase = this.prerelease[identifier.split('.').length]
            if (isNaN(prereleaseBase)) {
              this.prerelease = prerelease
            }
          } else {
            this.prerelease = prerelease
          }
        }
        break
      }
      default:
        throw new Error(`invalid increment argument: ${release}`)
    }
    this.raw = this.format()
    if (this.build.length) {
      this.raw += `+${this.build.join('.')}`
    }
    return this
  }
}

module.exports = SemVer


/***/ }),

/***/ 8469:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {



const SemVer = __nccwpck_require__(7163)
const compare = (a, b, loose) =>
  new SemVer(a, loose).compare(new SemVer(b, loose))

module.exports = compare


/***/ }),

/***/ 5101:
/***/ ((module) => {



// Note: this is the semver.org version of the spec that it implements
// Not necessarily the package version of this code.
const SEMVER_SPEC_VERSION = '2.0.0'

const MAX_LENGTH = 256
const MAX_SAFE_INTEGER = Number.MAX_SAFE_INTEGER ||
/* istanbul ignore next */ 9007199254740991

// Max safe segment length for coercion.
const MAX_SAFE_COMPONENT_LENGTH = 16

// Max safe length for a build identifier. The max length minus 6 characters for
// the shortest version with a build 0.0.0+BUILD.
const MAX_SAFE_BUILD_LENGTH = MAX_LENGTH - 6

// ECMAScript whitespace and line terminators matched by \s.
const WHITESPACE_CHARACTERS = [
  '\t',
  '\n',
  '\v',
  '\f',
  '\r',
  ' ',
  '\u00a0',
  '\u1680',
  '\u2000',
  '\u2001',
  '\u2002',
  '\u2003',
  '\u2004',
  '\u2005',
  '\u2006',
  '\u2007',
  '\u2008',
  '\u2009',
  '\u200a',
  '\u2028',
  '\u2029',
  '\u202f',
  '\u205f',
  '\u3000',
  '\ufeff',
]

const RELEASE_TYPES = [
  'major',
  'premajor',
  'minor',
  'preminor',
  'patch',
  'prepatch',
  'prerelease',
]

module.exports = {
  MAX_LENGTH,
  MAX_SAFE_COMPONENT_LENGTH,
  MAX_SAFE_BUILD_LENGTH,
  MAX_SAFE_INTEGER,
  WHITESPACE_CHARACTERS,
  RELEASE_TYPES,
  SEMVER_SPEC_VERSION,
  FLAG_INCLUDE_PRERELEASE: 0b001,
  FLAG_LOOSE: 0b010,
}


/***/ }),

/***/ 1159:
/***/ ((module) => {



const debug = (
  typeof process === 'object' &&
  process.env &&
  process.env.NODE_DEBUG &&
  /\bsemver\b/i.test(process.env.NODE_DEBUG)
) ? (...args) => console.error('SEMVER', ...args)
  : () => {}

module.exports = debug


/***/ }),

/***/ 3348:
/***/ ((module) => {



const numeric = /^[0-9]+$/
const compareIdentifiers = (a, b) => {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b ? 0 : a < b ? -1 : 1
  }

  const anum = numeric.test(a)
  const bnum = numeric.test(b)

  if (anum && bnum) {
    a = +a
    b = +b
  }

  return a === b ? 0
    : (anum && !bnum) ? -1
    : (bnum && !anum) ? 1
    : a < b ? -1
    : 1
}

const rcompareIdentifiers = (a, b) => compareIdentifiers(b, a)

module.exports = {
  compareIdentifiers,
  rcompareIdentifiers,
}


/***/ }),

/***/ 356:
/***/ ((module) => {



// parse out just the options we care about
const looseOption = Object.freeze({ loose: true })
const emptyOpts = Object.freeze({ })
const parseOptions = options => {
  if (!options) {
    return emptyOpts
  }

  if (typeof options !== 'object') {
    return looseOption
  }

  return options
}
module.exports = parseOptions


/***/ }),

/***/ 5471:
/***/ ((module, exports, __nccwpck_require__) => {



const {
  MAX_SAFE_COMPONENT_LENGTH,
  MAX_SAFE_BUILD_LENGTH,
  MAX_LENGTH,
} = __nccwpck_require__(5101)
const debug = __nccwpck_require__(1159)
exports = module.exports = {}

// The actual regexps go on exports.re
const re = exports.re = []
const safeRe = exports.safeRe = []
const src = exports.src = []
const safeSrc = exports.safeSrc = []
const t = exports.t = {}
let R = 0

const LETTERDASHNUMBER = '[a-zA-Z0-9-]'

// Replace some greedy regex tokens to prevent regex dos issues. These regex are
// used internally via the safeRe object since all inputs in this library get
// normalized first to trim and collapse all extra whitespace. The original
// regexes are exported for userland consumption and lower level usage. A
// future breaking change could export the safer regex only with a note that
// all input should have extra whitespace removed.
const safeRegexReplacements = [
  ['\\s', 1],
  ['\\d', MAX_LENGTH],
  [LETTERDASHNUMBER, MAX_SAFE_BUILD_LENGTH],
]

const makeSafeRegex = (value) => {
  for (const [token, max] of safeRegexReplacements) {
    value = value
      .split(`${token}*`).join(`${token}{0,${max}}`)
      .split(`${token}+`).join(`${token}{1,${max}}`)
  }
  return value
}

const createToken = (name, value, isGlobal) => {
  const safe = makeSafeRegex(value)
  const index = R++
  debug(name, index, value)
  t[name] = index
  src[index] = value
  safeSrc[index] = safe
  re[index] = new RegExp(value, isGlobal ? 'g' : undefined)
  safeRe[index] = new RegExp(safe, isGlobal ? 'g' : undefined)
}

// The following Regular Expressions can be used for tokenizing,
// validating, and parsing SemVer version strings.

// ## Numeric Identifier
// A single `0`, or a non-zero digit followed by zero or more digits.

createToken('NUMERICIDENTIFIER', '0|[1-9]\\d*')
createToken('NUMERICIDENTIFIERLOOSE', '\\d+')

// ## Non-numeric Identifier
// Zero or more digits, followed by a letter or hyphen, and then zero or
// more letters, digits, or hyphens.

createToken('NONNUMERICIDENTIFIER', `\\d*[a-zA-Z-]${LETTERDASHNUMBER}*`)

// ## Main Version
// Three dot-separated numeric identifiers.

createToken('MAINVERSION', `(${src[t.NUMERICIDENTIFIER]})\\.` +
                   `(${src[t.NUMERICIDENTIFIER]})\\.` +
                   `(${src[t.NUMERICIDENTIFIER]})`)

createToken('MAINVERSIONLOOSE', `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.` +
                        `(${src[t.NUMERICIDENTIFIERLOOSE]})\\.` +
                        `(${src[t.NUMERICIDENTIFIERLOOSE]})`)

// ## Pre-release Version Identifier
// A numeric identifier, or a non-numeric identifier.
// Non-numeric identifiers include numeric identifiers but can be longer.
// Therefore non-numeric identifiers must go first.

createToken('PRERELEASEIDENTIFIER', `(?:${src[t.NONNUMERICIDENTIFIER]
}|${src[t.NUMERICIDENTIFIER]})`)

createToken('PRERELEASEIDENTIFIERLOOSE', `(?:${src[t.NONNUMERICIDENTIFIER]
}|${src[t.NUMERICIDENTIFIERLOOSE]})`)

// ## Pre-release Version
// Hyphen, followed by one or more dot-separated pre-release version
// identifiers.

createToken('PRERELEASE', `(?:-(${src[t.PRERELEASEIDENTIFIER]
}(?:\\.${src[t.PRERELEASEIDENTIFIER]})*))`)

createToken('PRERELEASELOOSE', `(?:-?(${src[t.PRERELEASEIDENTIFIERLOOSE]
}(?:\\.${src[t.PRERELEASEIDENTIFIERLOOSE]})*))`)

// ## Build Metadata Identifier
// Any combination of digits, letters, or hyphens.

createToken('BUILDIDENTIFIER', `${LETTERDASHNUMBER}+`)

// ## Build Metadata
// Plus sign, followed by one or more period-separated build metadata
// identifiers.

createToken('BUILD', `(?:\\+(${src[t.BUILDIDENTIFIER]
}(?:\\.${src[t.BUILDIDENTIFIER]})*))`)

// ## Full Version String
// A main version, followed optionally by a pre-release version and
// build metadata.

// Note that the only major, minor, patch, and pre-release sections of
// the version string are capturing groups.  The build metadata is not a
// capturing group, because it should not ever be used in version
// comparison.

createToken('FULLPLAIN', `v?${src[t.MAINVERSION]
}${src[t.PRERELEASE]}?${
  src[t.BUILD]}?`)

createToken('FULL', `^${src[t.FULLPLAIN]}$`)

// like full, but allows v1.2.3 and =1.2.3, which people do sometimes.
// also, 1.0.0alpha1 (prerelease without the hyphen) which is pretty
// common in the npm registry.
createToken('LOOSEPLAIN', `[v=\\s]*${src[t.MAINVERSIONLOOSE]
}${src[t.PRERELEASELOOSE]}?${
  src[t.BUILD]}?`)

createToken('LOOSE', `^${src[t.LOOSEPLAIN]}$`)

createToken('GTLT', '((?:<|>)?=?)')

// Something like "2.*" or "1.2.x".
// Note that "x.x" is a valid xRange identifier, meaning "any version"
// Only the first item is strictly required.
createToken('XRANGEIDENTIFIERLOOSE', `${src[t.NUMERICIDENTIFIERLOOSE]}|x|X|\\*`)
createToken('XRANGEIDENTIFIER', `${src[t.NUMERICIDENTIFIER]}|x|X|\\*`)

createToken('XRANGEPLAIN', `[v=\\s]*(${src[t.XRANGEIDENTIFIER]})` +
                   `(?:\\.(${src[t.XRANGEIDENTIFIER]})` +
                   `(?:\\.(${src[t.XRANGEIDENTIFIER]})` +
                   `(?:${src[t.PRERELEASE]})?${
                     src[t.BUILD]}?` +
                   `)?)?`)

createToken('XRANGEPLAINLOOSE', `[v=\\s]*(${src[t.XRANGEIDENTIFIERLOOSE]})` +
                        `(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})` +
                        `(?:\\.(${src[t.XRANGEIDENTIFIERLOOSE]})` +
                        `(?:${src[t.PRERELEASELOOSE]})?${
                          src[t.BUILD]}?` +
                        `)?)?`)

createToken('XRANGE', `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAIN]}$`)
createToken('XRANGELOOSE', `^${src[t.GTLT]}\\s*${src[t.XRANGEPLAINLOOSE]}$`)

// Coercion.
// Extract anything that could conceivably be a part of a valid semver
createToken('COERCEPLAIN', `${'(^|[^\\d])' +
              '(\\d{1,'}${MAX_SAFE_COMPONENT_LENGTH}})` +
              `(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?` +
              `(?:\\.(\\d{1,${MAX_SAFE_COMPONENT_LENGTH}}))?`)
createToken('COERCE', `${src[t.COERCEPLAIN]}(?:$|[^\\d])`)
createToken('COERCEFULL', src[t.COERCEPLAIN] +
              `(?:${src[t.PRERELEASE]})?` +
              `(?:${src[t.BUILD]})?` +
              `(?:$|[^\\d])`)
createToken('COERCERTL', src[t.COERCE], true)
createToken('COERCERTLFULL', src[t.COERCEFULL], true)

// Tilde ranges.
// Meaning is "reasonably at or greater than"
createToken('LONETILDE', '(?:~>?)')

createToken('TILDETRIM', `(\\s*)${src[t.LONETILDE]}\\s+`, true)
exports.tildeTrimReplace = '$1~'

createToken('TILDE', `^${src[t.LONETILDE]}${src[t.XRANGEPLAIN]}$`)
createToken('TILDELOOSE', `^${src[t.LONETILDE]}${src[t.XRANGEPLAINLOOSE]}$`)

// Caret ranges.
// Meaning is "at least and backwards compatible with"
createToken('LONECARET', '(?:\\^)')

createToken('CARETTRIM', `(\\s*)${src[t.LONECARET]}\\s+`, true)
exports.caretTrimReplace = '$1^'

createToken('CARET', `^${src[t.LONECARET]}${src[t.XRANGEPLAIN]}$`)
createToken('CARETLOOSE', `^${src[t.LONECARET]}${src[t.XRANGEPLAINLOOSE]}$`)

// A simple gt/lt/eq thing, or just "" to indicate "any version"
createToken('COMPARATORLOOSE', `^${src[t.GTLT]}\\s*(${src[t.LOOSEPLAIN]})$|^$`)
createToken('COMPARATOR', `^${src[t.GTLT]}\\s*(${src[t.FULLPLAIN]})$|^$`)

// An expression to strip any whitespace between the gtlt and the thing
// it modifies, so that `> 1.2.3` ==> `>1.2.3`
createToken('COMPARATORTRIM', `(\\s*)${src[t.GTLT]
}\\s*(${src[t.LOOSEPLAIN]}|${src[t.XRANGEPLAIN]})`, true)
exports.comparatorTrimReplace = '$1$2$3'

// Something like `1.2.3 - 1.2.4`
// Note that these all use the loose form, because they'll be
// checked against either the strict or loose comparator form
// later.
createToken('HYPHENRANGE', `^\\s*(${src[t.XRANGEPLAIN]})` +
                   `\\s+-\\s+` +
                   `(${src[t.XRANGEPLAIN]})` +
                   `\\s*$`)

createToken('HYPHENRANGELOOSE', `^\\s*(${src[t.XRANGEPLAINLOOSE]})` +
                        `\\s+-\\s+` +
                        `(${src[t.XRANGEPLAINLOOSE]})` +
                        `\\s*$`)

// Star ranges basically just allow anything at all.
createToken('STAR', '(<|>)?=?\\s*\\*')
// >=0.0.0 is like a star
createToken('GTE0', '^\\s*>=\\s*0\\.0\\.0\\s*$')
createToken('GTE0PRE', '^\\s*>=\\s*0\\.0\\.0-0\\s*$')


/***/ }),

/***/ 168:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $$: () => (/* binding */ bytesOf),
/* harmony export */   A: () => (/* binding */ oncePerApp),
/* harmony export */   Ev: () => (/* binding */ isReadByBuild),
/* harmony export */   FG: () => (/* binding */ findUpward),
/* harmony export */   FR: () => (/* binding */ searchedUpward),
/* harmony export */   Oy: () => (/* binding */ leavesApp),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   jv: () => (/* binding */ hasFile),
/* harmony export */   qq: () => (/* binding */ environmentMarks),
/* harmony export */   vu: () => (/* binding */ includingFiles),
/* harmony export */   xW: () => (/* binding */ listedFolders)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);

/** The folders whose listing a build looks at; `""` is the app's root. */
const listedFolders = ["", "bin"];
/** Files below the root that mark a virtual environment. */
const environmentMarks = [".venv/pyvenv.cfg", "venv/pyvenv.cfg"];
/** Files that also count when they stand in a folder above the app, up to the repository's root: the nearest one. */
const searchedUpward = [".gitmodules", "app.json", "scalingo.json"];
const filesRead = new Set([
    ".buildpacks",
    ".python-version",
    ".slugignore",
    "Pipfile",
    "Pipfile.lock",
    "Procfile",
    "bin/post_compile",
    "bin/pre_compile",
    "manage.py",
    "pip.conf",
    "poetry.lock",
    "pyproject.toml",
    "runtime.txt",
    "setup.cfg",
    "setup.py",
    "uv.lock",
    ...searchedUpward,
]);
const requirementsFile = /^requirements[^/]*\.txt$/;
/** Tells whether a build reads the content of the file at this path, whatever other files say. */
function isReadByBuild(path) {
    return filesRead.has(path) || requirementsFile.test(path);
}
/** Files of requirements, which may include others; a build reads those, too. */
const includingFiles = ["requirements.txt", "requirements-test.txt"];
/** Tells whether a regular file, or a link to one, stands at the path. */
function hasFile(app, path) {
    return app.entries.get(path) === "file";
}
/** The path of a file in the app or, where it has none, in the nearest folder above; undefined when there is none. */
function findUpward(app, name) {
    const found = [...app.entries.keys()].filter((path) => hasFile(app, path) && isUpward(path, name));
    return found.sort((a, b) => a.length - b.length)[0];
}
/** Tells whether a path is that of the name in the app's root or in a folder above. */
function isUpward(path, name) {
    return path.endsWith(name) && /^(\.\.\/)*$/.test(path.slice(0, -name.length));
}
/** Tells whether a normalized path leaves the app's root. */
function leavesApp(path) {
    return path === ".." || path.startsWith("../") || node_path__WEBPACK_IMPORTED_MODULE_0__.posix.isAbsolute(path);
}
/** The bytes of a file; undefined when there is no such file or it can't be read. */
function bytesOf(app, path) {
    const file = app.files.get(path);
    return file?.kind === "read" ? file.bytes : undefined;
}
/** The text of a file, a byte order mark included, U+FFFD for what is not UTF-8; undefined when it can't be read. */
function textOf(app, path) {
    const bytes = bytesOf(app, path);
    return bytes && decoder.decode(bytes);
}
/** Makes a reading of an app that is done once for each, however often it is asked for. */
function oncePerApp(read) {
    const readings = new WeakMap();
    return (app) => {
        const reading = readings.get(app) ?? { value: read(app) };
        readings.set(app, reading);
        return reading.value;
    };
}
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });


/***/ }),

/***/ 6296:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ BuildError)
/* harmony export */ });
/** A failure that a user can meet. Anything else that is thrown is a bug of python-build. */
class BuildError extends Error {
    problem;
    constructor(problem, options) {
        super(problem.title, options);
        this.name = "BuildError";
        this.problem = problem;
    }
}


/***/ }),

/***/ 8143:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ usesCache),
/* harmony export */   du: () => (/* binding */ downloadCache),
/* harmony export */   gI: () => (/* binding */ cacheState)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _app_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(168);


/** How a report tells what came of a restore. */
function cacheState({ matchedKey, trouble }) {
    if (trouble !== undefined)
        return "unavailable";
    return matchedKey === undefined ? "miss" : "hit";
}
/** Raise it when the content of the folder changes its meaning. */
const schema = 1;
/** The installer's download cache: any earlier one of the same machine and Python helps. */
function downloadCache({ app, machine, packageManager, series, folder }) {
    const prefix = `python-build-downloads-${schema}-${machine.osRelease}-${machine.arch}-${series}-${packageManager.name}-`;
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256");
    for (const file of packageManager.downloadInputs) {
        const bytes = (0,_app_js__WEBPACK_IMPORTED_MODULE_1__/* .bytesOf */ .$$)(app, file);
        hash.update(`${file} ${bytes?.length ?? "absent"}\n`);
        if (bytes)
            hash.update(bytes);
    }
    return { folder, key: prefix + hash.digest("hex").slice(0, 32), restoreKeys: [prefix] };
}
/**
 * Tells whether a build uses the cache. `auto` does not for a release or a tag, whose artifacts a poisoned cache would
 * reach, nor for triggers that run with the base branch's rights on a stranger's code.
 */
function usesCache(input, variables) {
    if (input === "off" || variables["ACTIONS_CACHE_MODE"] === "none")
        return false;
    if (input === "on")
        return true;
    const exposed = ["pull_request_target", "workflow_run", "release"];
    const tag = variables["GITHUB_REF"]?.startsWith("refs/tags/") ?? false;
    return !tag && !exposed.includes(variables["GITHUB_EVENT_NAME"] ?? "");
}


/***/ }),

/***/ 5581:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_os__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _package_json__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8330);
/* harmony import */ var _compile_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(6729);
/* harmony import */ var _machine_facts_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(4738);
/* harmony import */ var _machine_files_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(2130);
/* harmony import */ var _machine_folder_cache_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(3610);
/* harmony import */ var _machine_machine_runner_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(154);
/* harmony import */ var _machine_programs_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(3712);
/* harmony import */ var _machine_python_machine_pythons_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(2207);
/* harmony import */ var _machine_python_mirror_js__WEBPACK_IMPORTED_MODULE_11__ = __nccwpck_require__(4984);
/* harmony import */ var _machine_python_standalone_js__WEBPACK_IMPORTED_MODULE_12__ = __nccwpck_require__(7757);
/* harmony import */ var _machine_python_store_js__WEBPACK_IMPORTED_MODULE_13__ = __nccwpck_require__(1853);
/* harmony import */ var _machine_python_tool_cache_js__WEBPACK_IMPORTED_MODULE_14__ = __nccwpck_require__(6099);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_15__ = __nccwpck_require__(8733);
/* harmony import */ var _runtime_releases_js__WEBPACK_IMPORTED_MODULE_16__ = __nccwpck_require__(5980);
/* harmony import */ var _terminal_arguments_js__WEBPACK_IMPORTED_MODULE_17__ = __nccwpck_require__(2100);
/* harmony import */ var _terminal_log_js__WEBPACK_IMPORTED_MODULE_18__ = __nccwpck_require__(2372);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_19__ = __nccwpck_require__(8992);




















process.exitCode = await answer((0,_terminal_arguments_js__WEBPACK_IMPORTED_MODULE_17__/* .readArguments */ .l)(process.argv.slice(2)));
async function answer(args) {
    switch (args.kind) {
        case "help":
            process.stdout.write(_terminal_arguments_js__WEBPACK_IMPORTED_MODULE_17__/* .usage */ .C);
            return 0;
        case "version":
            process.stdout.write(`${_package_json__WEBPACK_IMPORTED_MODULE_3__/* .version */ .rE}\n`);
            return 0;
        case "wrong":
            process.stderr.write(`${args.reason}\nHow it is used: python-build --help\n`);
            return 2;
        case "build":
            return build(args);
    }
}
async function build({ inputs, folder, json }) {
    (0,_machine_programs_js__WEBPACK_IMPORTED_MODULE_9__/* .cancelOnSignals */ .dJ)();
    const log = json ? process.stderr : process.stdout;
    log.on("error", endWithoutReader);
    const built = await (0,_compile_js__WEBPACK_IMPORTED_MODULE_4__/* .compile */ .w)({ ...inputs, "working-directory": folder }, terminalRunner(log));
    const report = (0,_report_js__WEBPACK_IMPORTED_MODULE_15__/* .reportOf */ .E)(built);
    if (built.folders)
        await (0,_machine_files_js__WEBPACK_IMPORTED_MODULE_6__/* .keepReport */ .kA)(built.folders.report, report);
    if (json)
        process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    for (const line of lastLines(built, report))
        log.write(`${line}\n`);
    return (0,_machine_programs_js__WEBPACK_IMPORTED_MODULE_9__/* .cancelledBy */ .tK)()?.status ?? (report.deployable ? 0 : 1);
}
function terminalRunner(log) {
    const folder = process.cwd();
    const machine = (0,_machine_facts_js__WEBPACK_IMPORTED_MODULE_5__/* .readMachine */ .U)();
    const { variables } = machine;
    const caches = variables["XDG_CACHE_HOME"] ?? "";
    const home = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.isAbsolute)(caches) ? caches : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)(), ".cache"), "python-build");
    const store = (0,_machine_python_store_js__WEBPACK_IMPORTED_MODULE_13__/* .openStore */ .C)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(home, "tool-cache"));
    return (0,_machine_machine_runner_js__WEBPACK_IMPORTED_MODULE_8__/* .machineRunner */ .A)({
        machine,
        log: (0,_terminal_log_js__WEBPACK_IMPORTED_MODULE_18__/* .terminalLog */ .d)({
            write: (text) => log.write(text),
            coloured: log.isTTY === true && !variables["NO_COLOR"],
        }),
        cache: _machine_folder_cache_js__WEBPACK_IMPORTED_MODULE_7__/* .folderCache */ .P,
        sources: [
            (0,_machine_python_tool_cache_js__WEBPACK_IMPORTED_MODULE_14__/* .toolCache */ .X)(variables["RUNNER_TOOL_CACHE"] || undefined, store),
            (0,_machine_python_mirror_js__WEBPACK_IMPORTED_MODULE_11__/* .mirror */ .e)({ machine, workspace: folder, store }),
            (0,_machine_python_standalone_js__WEBPACK_IMPORTED_MODULE_12__/* .standalone */ .g)(_runtime_releases_js__WEBPACK_IMPORTED_MODULE_16__/* .standaloneTable */ .eV, machine.libc, store),
            (0,_machine_python_machine_pythons_js__WEBPACK_IMPORTED_MODULE_10__/* .machinePythons */ .v)(variables),
        ],
        workspace: "/",
        folder,
        foldersOf: ({ app }) => {
            const own = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(home, "apps", `${(0,node_path__WEBPACK_IMPORTED_MODULE_2__.basename)(app)}-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(app).digest("hex").slice(0, 8)}`);
            return {
                app,
                environment: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, "environment"),
                tools: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, "tools"),
                downloads: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(home, "downloads"),
                scratch: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, "scratch", (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()),
                report: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(own, "report.json"),
            };
        },
    });
}
/** Whoever read the log has left, such as `head`: nobody would see how the build goes on. */
function endWithoutReader() {
    (0,_machine_programs_js__WEBPACK_IMPORTED_MODULE_9__/* .endPrograms */ .vs)();
    process.exit(1);
}
/** The verdict and, when there is an environment, how to activate it. */
function lastLines({ folders, path }, report) {
    const { deployable, failureReason } = report;
    if (!deployable)
        return [`${(0,_report_js__WEBPACK_IMPORTED_MODULE_15__/* .verdictOf */ .V)(report)}: ${failureReason}`];
    if (!folders || !path)
        return [`${(0,_report_js__WEBPACK_IMPORTED_MODULE_15__/* .verdictOf */ .V)(report)}.`];
    // The first folder is the environment's own, which its script adds.
    const others = path.slice(1).map((folder) => ` && export PATH="$PATH":${(0,_text_js__WEBPACK_IMPORTED_MODULE_19__/* .shellQuoted */ .x)(folder)}`);
    return [`${(0,_report_js__WEBPACK_IMPORTED_MODULE_15__/* .verdictOf */ .V)(report)}.`, `source ${(0,_text_js__WEBPACK_IMPORTED_MODULE_19__/* .shellQuoted */ .x)(`${folders.environment}/bin/activate`)}${others.join("")}`];
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 6729:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  w: () => (/* binding */ compile)
});

// EXTERNAL MODULE: ./src/cache/downloads.ts
var downloads = __nccwpck_require__(8143);
// EXTERNAL MODULE: ./src/finding.ts
var finding = __nccwpck_require__(2018);
// EXTERNAL MODULE: ./src/app.ts
var src_app = __nccwpck_require__(168);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __nccwpck_require__(3916);
;// CONCATENATED MODULE: ./src/runner.ts
/** Tells whether a program did what it should. */
function succeeded(outcome) {
    return outcome.status === 0;
}

// EXTERNAL MODULE: ./src/text.ts
var src_text = __nccwpck_require__(8992);
// EXTERNAL MODULE: ./src/variables.ts
var src_variables = __nccwpck_require__(3494);
;// CONCATENATED MODULE: ./src/hooks.ts





/** The file that the platform keeps in the cache folder of a build, relative to it. */
const dataFile = "build-data/python.json";
/** Runs a hook as a step of its own, if the app has it. Throws BuildError `hooks::…` when it fails. */
async function runHook(name, context) {
    const { runner, journal, folders, app } = context;
    const path = `bin/${name}`;
    if (!(0,src_app/* hasFile */.jv)(app, path))
        return;
    await journal.step(`Running ${path}`, async () => {
        const { cache, variables } = hookFolders(folders);
        await runner.write(variables, (0,src_variables/* envDirVars */.Dn)(runner.machine.variables));
        try {
            const command = hookCommand(context, path, await runner.commit(folders));
            const outcome = await runner.runExecutable(`${folders.app}/${path}`, command);
            if (!succeeded(outcome))
                throw (0,errors/* hookFailed */.d1)(name, outcome);
        }
        finally {
            await runner.remove(variables);
        }
        if (!(await runner.exists(`${cache}/${dataFile}`)))
            journal.report([(0,errors/* dataFileDeleted */.a_)(name)]);
    });
}
/** Makes the folders that hooks are told of, and commands that are missing on the platform before Python is there. */
async function prepareHooks({ runner, folders, platform }) {
    const { cache, stubs } = hookFolders(folders);
    await runner.write(cache, { [dataFile]: "{}\n" });
    if (platform.hookStubs.length > 0) {
        await runner.write(stubs, Object.fromEntries(platform.hookStubs.map((name) => [name, stub(name)])));
    }
}
/** Ends as a shell does that doesn't find the command, and says why. */
function stub(name) {
    const why = `bin/pre_compile runs before Python is installed: move what needs ${name} to bin/post_compile`;
    return `#!/bin/sh\necho ${(0,src_text/* shellQuoted */.x)(why)} >&2\necho ${(0,src_text/* shellQuoted */.x)(`${name}: command not found`)} >&2\nexit 127\n`;
}
function withFirst(folder, variables) {
    return { ...variables, PATH: [folder, variables["PATH"]].filter(Boolean).join(":") };
}
function hookFolders({ scratch }) {
    return { cache: `${scratch}/cache`, variables: `${scratch}/env`, stubs: `${scratch}/stubs` };
}
/**
 * bash runs the path, so that a script without a shebang is run by bash, and joins its two outputs in order. An empty
 * file succeeds without the odd message that `exec` would print.
 */
function hookCommand(context, path, commit) {
    const { runner, platform, folders, python } = context;
    const { cache, variables, stubs } = hookFolders(folders);
    const stubbed = python === undefined && platform.hookStubs.length > 0;
    const given = stubbed ? withFirst(stubs, runner.machine.variables) : runner.machine.variables;
    const build = {
        BUILD_DIR: folders.app,
        CACHE_DIR: cache,
        ENV_DIR: variables,
        STACK: stackName(runner.machine, platform),
        LANG: runner.machine.locale,
        ...(python ? { VIRTUAL_ENV: folders.environment } : {}),
        ...(commit === undefined ? {} : { SOURCE_VERSION: commit }),
    };
    return {
        program: "bash",
        arguments: ["-c", 'if [ -s "$0" ]; then exec "$0" 2>&1; fi', `${folders.app}/${path}`],
        folder: folders.app,
        variables: (0,src_variables/* hookVariables */.hv)({ given, python, build }),
    };
}
/** `scalingo-24` on Ubuntu 24.04. */
function stackName({ osRelease }, { stacks }) {
    const release = stacks.ubuntu.find((ubuntu) => osRelease === `ubuntu-${ubuntu}`) ?? stacks.default;
    return `${stacks.prefix}-${release.split(".")[0]}`;
}

// EXTERNAL MODULE: ./src/build-error.ts
var build_error = __nccwpck_require__(6296);
// EXTERNAL MODULE: ./src/runtime/version.ts
var runtime_version = __nccwpck_require__(6696);
;// CONCATENATED MODULE: ./src/inputs.ts



/** The names of the inputs, as action.yml declares them. */
const inputNames = (/* unused pure expression or super */ null && ([
    "working-directory",
    "platform",
    "python-version",
    "mode",
    "test-dependencies",
    "cache",
    "python-mirror",
]));
/** Reads the inputs. Throws BuildError `input::invalid`. */
function readInputs(raw) {
    return {
        workingDirectory: raw["working-directory"] || ".",
        platform: raw.platform || "classic",
        pythonVersion: raw["python-version"] || undefined,
        mode: readMode(raw.mode || "build"),
        testDependencies: readBoolean("test-dependencies", raw["test-dependencies"] || "false"),
        cache: readCache(raw.cache || "auto"),
        pythonMirror: raw["python-mirror"] || undefined,
    };
}
/** Reads the input `python-version` as the platform's grammar allows. Throws BuildError `input::invalid`. */
function requestedByInput(text, platform) {
    const bare = text.replace(/^python-/, "");
    const version = (0,runtime_version/* parseVersion */.ot)(platform.grammar === "loose" ? bare.replace(/\.$/, "") : bare);
    if (!version || (0,runtime_version/* versionText */.KA)(version) === "3.1") {
        const hint = version ? ' YAML reads an unquoted 3.10 as 3.1: write python-version: "3.10".' : "";
        throw invalidInput("python-version", text, `a series such as "3.13" or a release such as "3.13.2".${hint}`);
    }
    return { ...version, origin: "input", location: undefined };
}
/** The value of an input is none that it accepts. `accepted` completes "Accepted: …". */
function invalidInput(name, value, accepted) {
    return new build_error/* BuildError */.z({
        id: "input::invalid",
        title: `The input ${name} is not valid`,
        explanation: `The input \`${name}\` is \`${(0,src_text/* visible */.RK)(value)}\`.`,
        remedy: `Accepted: ${accepted}`,
        location: undefined,
    });
}
const booleans = {
    true: true,
    True: true,
    TRUE: true,
    false: false,
    False: false,
    FALSE: false,
};
function readBoolean(name, text) {
    const value = Object.hasOwn(booleans, text) ? booleans[text] : undefined;
    if (value === undefined)
        throw invalidInput(name, text, "`true` or `false`.");
    return value;
}
function readMode(text) {
    if (text === "plan" || text === "build")
        return text;
    throw invalidInput("mode", text, "`plan` or `build`.");
}
function readCache(text) {
    if (text === "auto")
        return "auto";
    if (!Object.hasOwn(booleans, text))
        throw invalidInput("cache", text, "`auto`, `true` or `false`.");
    return booleans[text] ? "on" : "off";
}

// EXTERNAL MODULE: ./src/package-managers/tools.ts + 1 modules
var tools = __nccwpck_require__(5741);
;// CONCATENATED MODULE: ./src/environment.ts





/** Commands that make the app's environment, empty but for Python. Nothing may stand at its place. */
function createEnvironment(context) {
    return [...installVirtualenv(context), createVirtualEnvironment(context, context.folders.environment)];
}
/** Commands that put pip and setuptools into the environment, as far as the platform has them there. */
function bootstrapEnvironment(context) {
    return bootstrap(context, `${context.folders.environment}/bin/python`);
}
/** Commands that install the package manager into an environment of its own; none when the app's own pip serves. */
function installTool(context) {
    const { tool } = context.install;
    if (!tool)
        return [];
    const folder = toolFolder(context.folders, tool.name);
    const python = `${folder}/bin/python`;
    return [
        createVirtualEnvironment(context, folder),
        // A Pipenv so old that apps need pip for it has dependencies so old that they need setuptools.
        ...bootstrap(context, python),
        pipInstall(context, python, [tool.requirement]),
    ];
}
/** The one command of the package manager that goes on `PATH`: no other script of its environment does. */
function toolScript(context) {
    const { tool } = context.install;
    if (!tool)
        return {};
    const program = `${toolFolder(context.folders, tool.name)}/bin/${tool.name}`;
    return { [tool.name]: `#!/bin/sh\nexec ${(0,src_text/* shellQuoted */.x)(program)} "$@"\n` };
}
/** The command that installs the app's dependencies. */
function installDependencies(context) {
    const { install, folders } = context;
    const variables = {
        ...variablesInEnvironment(context),
        ...install.variables,
        VIRTUAL_ENV: folders.environment,
    };
    return { program: install.program, arguments: install.arguments, folder: folders.app, variables };
}
/** Commands that compile what was installed to bytecode, on all cores; none when the installer did it. */
function compileBytecode(context) {
    const { install, folders } = context;
    if (!install.compileBytecode)
        return [];
    const program = `${folders.environment}/bin/python`;
    const compileall = ["-m", "compileall", "-qq", "-j", "0", `${folders.environment}/lib`];
    return [{ program, arguments: compileall, folder: folders.app, variables: variablesInEnvironment(context) }];
}
/** Folders for `PATH` during the build, once the environment is there: the first wins. */
function environmentPath({ folders, install }) {
    return [`${folders.environment}/bin`, ...(install.tool ? [`${folders.tools}/bin`] : [])];
}
/** The same after the build: on the platforms, not each package manager is in the app's container. */
function runtimePath(context) {
    return environmentPath(context).slice(0, context.install.tool?.atRunTime === false ? 1 : undefined);
}
function variablesInEnvironment(context) {
    const paths = { prefix: context.python.prefix, path: environmentPath(context) };
    return (0,src_variables/* installerVariables */.Mt)(context.setup, paths);
}
function bootstrap(context, executable) {
    const { bootstrap: requirements } = context.install;
    return requirements.length === 0 ? [] : [pipInstall(context, executable, requirements)];
}
function toolFolder(folders, name) {
    return `${folders.tools}/${name}`;
}
/** Python 2.7 has no `venv`: its environments are made by virtualenv, in a folder of its own. */
function installVirtualenv(context) {
    const { virtualenv } = (0,tools/* toolsFor */.J)((0,runtime_version/* seriesOf */.Lf)(context.python.release));
    if (virtualenv === undefined)
        return [];
    const target = virtualenvFolder(context.folders);
    return [pipInstall(context, context.python.executable, ["--target", target, `virtualenv==${virtualenv}`])];
}
function createVirtualEnvironment(context, folder) {
    const { executable, release } = context.python;
    if ((0,tools/* toolsFor */.J)((0,runtime_version/* seriesOf */.Lf)(release)).virtualenv === undefined) {
        return runPython(context, executable, ["-m", "venv", "--without-pip", folder]);
    }
    const bare = ["--no-download", "--no-pip", "--no-setuptools", "--no-wheel"];
    const command = runPython(context, executable, ["-m", "virtualenv", "--quiet", ...bare, folder]);
    return { ...command, variables: { ...command.variables, PYTHONPATH: virtualenvFolder(context.folders) } };
}
function virtualenvFolder({ tools }) {
    return `${tools}/virtualenv`;
}
/** pip comes from the wheel inside `ensurepip`, which runs from where it lies. */
function pipInstall(context, executable, what) {
    const { bundledPip } = context.python;
    if (bundledPip === undefined)
        throw (0,errors/* bundledPipNotFound */.rG)(context.python.executable);
    const command = runPython(context, executable, [`${bundledPip}/pip`, "install", "--quiet", "--no-input", ...what]);
    const variables = {
        ...command.variables,
        PIP_DISABLE_PIP_VERSION_CHECK: "1",
        PIP_CACHE_DIR: `${context.folders.downloads}/pip`,
    };
    return { ...command, variables };
}
function runPython(context, executable, args) {
    const { python, folders, setup } = context;
    const paths = { prefix: python.prefix, path: [`${python.prefix}/bin`] };
    return { program: executable, arguments: args, folder: folders.scratch, variables: (0,src_variables/* installerVariables */.Mt)(setup, paths) };
}

// EXTERNAL MODULE: ./src/plan.ts + 46 modules
var src_plan = __nccwpck_require__(4538);
;// CONCATENATED MODULE: ./src/install.ts





/** Installs the runtime and, meanwhile, restores the installer's downloads; undefined when the cache is off. */
async function installPython(build) {
    const { runner, journal, runtime, inputs, plan } = build;
    const [{ python, problems }, restored] = await journal.step(`Installing Python ${runtime.release}`, () => Promise.all([
        runner.installPython({ release: runtime.release, mirror: inputs.pythonMirror }),
        plan.downloads && runner.restore(plan.downloads),
    ]));
    const substituted = python.release !== runtime.release;
    journal.report(problems);
    if (substituted)
        journal.report([(0,errors/* pythonSubstituted */.FU)(runtime.release, python.release, python.executable)]);
    journal.cacheTrouble(restored?.trouble);
    return [python, restored];
}
/**
 * Makes the app's environment, and installs its dependencies into it. After a failure nothing is left of it.
 *
 */
async function installEnvironment(build, python) {
    const context = environmentContext(build, python);
    try {
        await installPackageManager(build, context);
        await installRequirements(build, context);
    }
    catch (error) {
        await build.runner.remove(build.folders.environment);
        throw error;
    }
    return { path: environmentPath(context), runtimePath: runtimePath(context) };
}
/** Saved as soon as the dependencies are there, so that a later failure loses nothing. */
async function saveDownloads(build, restored) {
    const { journal, runner, plan } = build;
    const entry = plan.downloads;
    if (!entry || restored?.matchedKey === entry.key || restored?.trouble !== undefined)
        return;
    await journal.step("Saving the download cache", async () => journal.cacheTrouble(await runner.save(entry)));
}
/** Where another release stands in, the install is planned for that one. */
function environmentContext(build, python) {
    const { app, runtime, packageManager, folders, runner, platform } = build;
    const install = (0,src_plan/* planInstall */.Bm)(build, packageManager, { app, runtime: { ...runtime, release: python.release } });
    const { variables, locale } = runner.machine;
    return {
        python,
        folders,
        install,
        setup: { given: variables, reach: (0,src_variables/* reachOf */.xw)(platform, packageManager.name), locale },
    };
}
async function installPackageManager(build, context) {
    const { runner, journal, folders } = build;
    const { install, python } = context;
    const requirements = install.tool ? [install.tool.requirement] : install.bootstrap;
    const run = runner.run.bind(runner);
    const notCreated = (outcome) => (0,errors/* environmentNotCreated */.TP)(python.release, outcome);
    const notInstalled = (outcome) => (0,errors/* toolNotInstalled */.Ag)(install.tool?.name ?? "pip", requirements.join(" "), outcome);
    await journal.step(`Installing ${requirements.join(" and ").replaceAll("==", " ")}`, async () => {
        await runner.clear(folders.environment);
        await runner.clear(folders.tools);
        await inOrder(createEnvironment(context), run, notCreated);
        await inOrder([...bootstrapEnvironment(context), ...installTool(context)], run, notInstalled);
        await runner.write(`${folders.tools}/bin`, toolScript(context));
    });
}
async function installRequirements(build, context) {
    const { runner, journal, packageManager } = build;
    const { install } = context;
    await journal.step(`Installing dependencies with ${install.shown}`, async () => {
        const outcome = await runner.run(installDependencies(context));
        if (!succeeded(outcome))
            throw (0,errors/* dependenciesNotInstalled */.HD)(packageManager, install.shown, outcome);
        // A package may carry files of another Python that don't compile: pip ignores them, too.
        for (const command of compileBytecode(context))
            await runner.run(command);
    });
}
/** Runs commands in order, up to the first that fails. Throws what `failure` makes of its outcome. */
async function inOrder(commands, run, failure) {
    for (const command of commands) {
        const outcome = await run(command);
        if (!succeeded(outcome))
            throw failure(outcome);
    }
}

;// CONCATENATED MODULE: ./src/journal.ts


/** What happens during a build: its steps and findings, told to the user as they come and kept for the report. */
class Journal {
    #runner;
    #steps = [];
    #findings = [];
    #happened = [];
    /** Until a platform is known, every problem is an error. */
    #severities = {};
    constructor(runner) {
        this.#runner = runner;
    }
    get steps() {
        return this.#steps;
    }
    /** In the order in which they came up. */
    get findings() {
        return this.#findings;
    }
    /** What came up as the build went on, and no plan could tell; a platform may have no interest in it. */
    get happened() {
        return this.#happened;
    }
    /** Whether the build may go on. */
    get deployable() {
        return (0,finding/* isDeployable */.M4)(this.#findings);
    }
    judgeBy(platform) {
        this.#severities = platform.severities;
    }
    /** Carries out a step of the log, with a time and an outcome of its own: a failure when it throws, or by `succeeded`. */
    async step(name, action, succeeded = (_) => true) {
        const start = this.#runner.seconds();
        this.#runner.beginStep(name);
        const end = (outcome) => {
            const step = { name, start, seconds: this.#runner.seconds() - start, outcome };
            this.#steps.push(step);
            this.#runner.endStep(step);
        };
        try {
            const result = await action();
            end(succeeded(result) ? "success" : "failure");
            return result;
        }
        catch (error) {
            end("failure");
            throw error;
        }
    }
    /** Takes up findings of a plan, which were weighed already. */
    add(findings) {
        for (const finding of findings) {
            this.#findings.push(finding);
            this.#runner.announce(finding);
        }
    }
    /** Weighs problems, and takes them up. */
    report(problems) {
        this.#happened.push(...problems);
        this.add((0,finding/* weigh */.vi)(problems, this.#severities));
    }
    /** Takes up whatever ended the build. */
    fail(error) {
        this.report([(0,errors/* problemOf */.Zw)(error)]);
    }
    /** Takes up trouble with the cache; undefined is none. */
    cacheTrouble(trouble) {
        if (trouble !== undefined)
            this.report([(0,errors/* cacheUnavailable */.vP)(trouble)]);
    }
}

// EXTERNAL MODULE: ./src/platforms/platform.ts + 3 modules
var platform = __nccwpck_require__(6774);
;// CONCATENATED MODULE: ./src/compile.ts








/** Builds an app as its platform would. Resolves whatever happens: failures are findings of the journal. */
async function compile(raw, runner) {
    const build = { journal: new Journal(runner), downloads: "off" };
    try {
        const context = await readRequest(build, raw, runner);
        build.context = context;
        const planned = await planApp(build, context, runner);
        if (planned)
            await carryOut(build, planned);
    }
    catch (error) {
        build.journal.fail(error);
    }
    await cleanUp(build, runner);
    return build;
}
/** What is asked: inputs, platform, and where the app stands. */
async function readRequest(build, raw, runner) {
    const inputs = readInputs(raw);
    build.inputs = inputs;
    const platform = await findPlatform(inputs.platform, runner);
    build.platform = platform;
    build.journal.judgeBy(platform);
    const requested = inputs.pythonVersion === undefined ? undefined : requestedByInput(inputs.pythonVersion, platform);
    const folders = await locate(inputs, runner);
    build.folders = folders;
    return { inputs, platform, requested, folders, machine: runner.machine };
}
/** Detects the app as it was committed, lets `bin/pre_compile` change it, and plans what is there then. */
async function planApp(build, context, runner) {
    const { journal } = build;
    const pristine = await runner.readApp(context.folders, (0,src_plan/* watchedPaths */.hR)(context.platform));
    build.pristine = pristine;
    journal.add((0,src_plan/* judgeSource */.rl)(context, pristine));
    if (!(0,src_plan/* isPythonApp */.y9)(journal.findings))
        return undefined;
    journal.add((0,src_plan/* judgePreCompile */.ad)(context, pristine));
    const hookRuns = context.inputs.mode === "build" && journal.deployable;
    const app = hookRuns ? await preCompile({ ...context, runner, journal, app: pristine }) : pristine;
    build.subject = { app, preCompile: hookRuns ? "ran" : "pending" };
    const plan = (0,src_plan/* planBuild */.C7)(context, build.subject);
    build.plan = plan;
    const say = async () => (0,src_plan/* planLines */.HN)(plan).forEach(runner.print);
    await journal.step("Planning the build", say, () => (0,finding/* isDeployable */.M4)(plan.findings));
    journal.add(plan.findings);
    const { runtime, packageManager } = plan;
    const goesOn = context.inputs.mode === "build" && journal.deployable;
    return goesOn && runtime && packageManager
        ? { ...context, runner, journal, app, plan, runtime, packageManager }
        : undefined;
}
/** The hook may write any file that a plan reads, so the app is read again after it. */
async function preCompile(setting) {
    const { runner, folders, platform } = setting;
    await prepareHooks(setting);
    await runHook("pre_compile", { ...setting, python: undefined });
    return runner.readApp(folders, (0,src_plan/* watchedPaths */.hR)(platform));
}
/** Python, dependencies, `bin/post_compile`. */
async function carryOut(build, planned) {
    const [python, restored] = await installPython(planned);
    build.python = python;
    build.downloads = restored ? (0,downloads/* cacheState */.gI)(restored) : "off";
    const { path, runtimePath } = await installEnvironment(planned, python);
    build.path = runtimePath;
    await saveDownloads(planned, restored);
    await runHook("post_compile", { ...planned, python: { prefix: python.prefix, path } });
}
/** The verdict is on the app: what a hook left so that it can't be removed is only told. */
async function cleanUp({ folders }, runner) {
    if (!folders)
        return;
    try {
        await runner.remove(folders.scratch);
    }
    catch (error) {
        runner.print(`${folders.scratch} can't be removed: ${error instanceof Error ? error.message : String(error)}`);
    }
}
/** Throws BuildError `input::invalid` or `platform::invalid-file`. */
async function findPlatform(name, runner) {
    const shipped = (0,platform/* shippedPlatform */.F5)(name);
    if (shipped)
        return shipped;
    const text = await runner.readText(name);
    if (text !== undefined)
        return (0,platform/* readPlatform */.Kd)(name, text);
    throw invalidInput("platform", name, `${platform/* shippedNames */.sp}, or the path of a JSON file in the repository.`);
}
/** Without the cache, downloads go to a folder of this build alone. */
async function locate(inputs, runner) {
    const folders = await runner.locate(inputs.workingDirectory);
    await runner.clear(folders.scratch);
    return (0,downloads/* usesCache */.V)(inputs.cache, runner.machine.variables)
        ? folders
        : { ...folders, downloads: `${folders.scratch}/downloads` };
}


/***/ }),

/***/ 3916:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ag: () => (/* binding */ toolNotInstalled),
/* harmony export */   C7: () => (/* binding */ buildCancelled),
/* harmony export */   FU: () => (/* binding */ pythonSubstituted),
/* harmony export */   HD: () => (/* binding */ dependenciesNotInstalled),
/* harmony export */   Sd: () => (/* binding */ pythonNotInstalled),
/* harmony export */   TP: () => (/* binding */ environmentNotCreated),
/* harmony export */   Zw: () => (/* binding */ problemOf),
/* harmony export */   a_: () => (/* binding */ dataFileDeleted),
/* harmony export */   c4: () => (/* binding */ mirrorNotUsed),
/* harmony export */   d1: () => (/* binding */ hookFailed),
/* harmony export */   oe: () => (/* binding */ archiveNotVerified),
/* harmony export */   rG: () => (/* binding */ bundledPipNotFound),
/* harmony export */   tq: () => (/* binding */ outsideWorkspace),
/* harmony export */   vP: () => (/* binding */ cacheUnavailable)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_util__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _build_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6296);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8992);



/** The working directory is no folder of the workspace. `reason` completes "it …". */
function outsideWorkspace(path, reason) {
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: "input::outside-workspace",
        title: "The app's folder can't be used",
        explanation: `The working directory is \`${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(path)}\`, which ${reason}.`,
        remedy: "Name a folder of the repository. On GitHub, its path is relative to the workspace, and this step must come before:\n\n- uses: actions/checkout@v5",
        location: undefined,
    });
}
/** A hook ended with a failure. */
function hookFailed(name, outcome) {
    const missing = outcome.status === 127 ? missingCommand(outcome.lastLines) : undefined;
    const because = missing === undefined ? "" : ` The command \`${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(missing)}\` was not found.`;
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: `hooks::${name}`,
        title: `bin/${name} failed`,
        explanation: `\`bin/${name}\` ${ending(outcome)}.${because} ${lastLines(outcome, 10)}`,
        remedy: `${missing === undefined ? "" : hint(name, missing)}Run the hook on its own to see why it fails:\n\nchmod +x bin/${name} && BUILD_DIR=$PWD CACHE_DIR=$(mktemp -d) ENV_DIR=$(mktemp -d) bin/${name}`,
        location: { file: `bin/${name}`, line: undefined },
    });
}
/** A hook removed the file that the platform's build keeps in its cache folder. */
function dataFileDeleted(name) {
    return {
        id: "build-data::data-file-deleted",
        title: `bin/${name} emptied the cache folder`,
        explanation: `\`bin/${name}\` removed \`$CACHE_DIR/build-data/python.json\`, which the platform keeps there. The platform's build fails for want of it.`,
        remedy: "Remove only what the hook itself put into `$CACHE_DIR`.",
        location: { file: `bin/${name}`, line: undefined },
    };
}
/** No source has the release. */
function pythonNotInstalled(release, tried) {
    const list = tried.map(({ source, reason }) => `${source}: ${reason}`).join("; ");
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: "install-python",
        title: `Python ${release} could not be installed`,
        explanation: `No source has Python ${release}. Tried, in order: ${list}.`,
        remedy: "If a download failed, run the build again. Without internet access, name a mirror that has this release in the input `python-mirror`.",
        location: undefined,
    });
}
/** The Python is there, and can't make an environment. */
function environmentNotCreated(release, outcome) {
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: "install-python",
        title: `No virtual environment could be made with Python ${release}`,
        explanation: `The program that makes virtual environments with Python ${release} ${ending(outcome)}. ${lastLines(outcome, 10)}`,
        remedy: "Look for a full disk or missing rights in the lines above, then run the build again.",
        location: undefined,
    });
}
/** The release is out of reach, and another of its series is used. */
function pythonSubstituted(wanted, used, executable) {
    return {
        id: "python::substituted",
        title: `Python ${used} is used instead of ${wanted}`,
        explanation: `Python ${wanted} is out of reach; ${executable} is of the same series.`,
        remedy: "Name a mirror that has the release by `--python-mirror`, or build again where downloads are in reach.",
        location: undefined,
    };
}
/** The mirror that the user named did not give the Python; another source did. `reason` is in the source's words. */
function mirrorNotUsed(reason) {
    return {
        id: "python-mirror::not-used",
        title: "The mirror was not used",
        explanation: `The mirror in \`python-mirror\` did not give the Python: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(reason)}. Another source did.`,
        remedy: "Correct the mirror's manifest or its address, or leave `python-mirror` out.",
        location: undefined,
    };
}
/** An archive of the user's mirror has no checksum to compare with. */
function archiveNotVerified(file) {
    return {
        id: "python-mirror::no-checksum",
        title: `${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(file)} was not verified`,
        explanation: "The manifest of the mirror gives no `sha256` for this archive, so it was unpacked as it came.",
        remedy: `Add the field to the file's entry in the manifest; this command prints the value:\n\nsha256sum ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(file)}`,
        location: undefined,
    };
}
/** A Python without pip's wheel can't make environments with pip. */
function bundledPipNotFound(executable) {
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: "internal-error::bundled-pip-not-found",
        title: "This Python has no pip",
        explanation: `${executable} has no wheel of pip in its \`ensurepip\`, from which pip is installed.`,
        remedy: "Use another build of this Python. If python-build installed it, please report that.",
        location: undefined,
    });
}
/** Installing pip or a package manager failed. */
function toolNotInstalled(name, requirements, outcome) {
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: `install-package-manager::${name}`,
        title: `${requirements} could not be installed`,
        explanation: `pip, which was to install ${requirements}, ${ending(outcome)}. ${lastLines(outcome, 10)}`,
        remedy: "Mostly the package index could not be reached: look at its status page, then run the build again. Behind a proxy, set `https_proxy` in `env:`.",
        location: undefined,
    });
}
/** The app's dependencies could not be installed. */
function dependenciesNotInstalled(packageManager, shown, outcome) {
    const { name } = packageManager;
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: `install-dependencies::${name === "setup.py" ? "pip" : name}`,
        title: "The dependencies could not be installed",
        explanation: `\`${shown}\` ${ending(outcome)}. ${lastLines(outcome, 20)}`,
        remedy: `Correct what the lines above name in \`${packageManager.manifest}\`, then run the same command in a fresh virtual environment to see it succeed:\n\n${shown}`,
        location: { file: packageManager.manifest, line: undefined },
    });
}
/** The cache could not be used. `trouble` is the reason, in its own words. */
function cacheUnavailable(trouble) {
    return {
        id: "cache::unavailable",
        title: "The cache was not used",
        explanation: `The cache service is unavailable: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(trouble)}. The build went on without it.`,
        remedy: "Nothing is wrong with the app. If it happens at each build, set `cache: false`.",
        location: undefined,
    };
}
/** Somebody cancelled the build. */
function buildCancelled(signal) {
    return new _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z({
        id: "internal-error::abort",
        title: "The build was cancelled",
        explanation: `The build got the signal ${signal}, and ended what it had started.`,
        remedy: "Run it again.",
        location: undefined,
    });
}
/** Anything that is thrown as a finding: a failure that a user can meet as such, all else as our own bug. */
function problemOf(error) {
    if (error instanceof _build_error_js__WEBPACK_IMPORTED_MODULE_1__/* .BuildError */ .z)
        return error.problem;
    if (error instanceof Error && "code" in error && notWritten.has(String(error.code)))
        return cannotWrite(error);
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
        id: "internal-error::unhandled",
        title: "python-build failed",
        explanation: `This is a bug of python-build, not of the app. ${stack}`,
        remedy: "Please report it with this message, at https://github.com/org/python-build/issues.",
        location: undefined,
    };
}
/** Codes of the system's errors that are the machine's fault, not ours. */
const notWritten = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"]);
function cannotWrite({ message }) {
    return {
        id: "machine::cannot-write",
        title: "The build can't write its files",
        explanation: `The system said: ${(0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .visible */ .RK)(message)}.`,
        remedy: "Free space on the disk, or give the user that runs the build the right to write there.",
        location: undefined,
    };
}
/** More characters of a line say little, and GitHub cuts long messages. */
const longestShown = 500;
function ending({ status, signal }) {
    return status === undefined ? `was ended by ${signal ?? "a signal"}` : `ended with exit status ${status}`;
}
function lastLines({ lastLines: lines }, count) {
    const plain = lines.map((line) => (0,node_util__WEBPACK_IMPORTED_MODULE_0__.stripVTControlCharacters)(line).slice(0, longestShown));
    const shown = plain.filter((line) => line.trim() !== "").slice(-count);
    return shown.length === 0 ? "It printed nothing." : `Its last lines:\n\n${shown.join("\n")}`;
}
/** The command that a shell did not find, by its own words. */
function missingCommand(lines) {
    const matches = lines.map((line) => /(?:^|: )([^\s:]+): (?:command not found|not found)$/.exec(line)?.[1]);
    return matches.filter((match) => match !== undefined).at(-1);
}
function hint(name, command) {
    if (!/^(python|pip)[\d.]*$/.test(command))
        return "";
    return name === "pre_compile"
        ? "Python is installed after this hook: move what needs it to `bin/post_compile`. "
        : "Only pip apps have `pip` in their environment, as on the platforms: declare what you need instead. ";
}


/***/ }),

/***/ 2018:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Dt: () => (/* binding */ firstFew),
/* harmony export */   M4: () => (/* binding */ isDeployable),
/* harmony export */   gd: () => (/* binding */ rulePage),
/* harmony export */   vi: () => (/* binding */ weigh)
/* harmony export */ });
/* unused harmony export rulePageAnchor */
/** Weighs problems by a platform's severities, in the same order; those that are `off` fall away. */
function weigh(problems, severities) {
    const table = severities;
    return problems.flatMap((problem) => {
        const severity = table[problem.id] ?? "error";
        return severity === "off" ? [] : [{ ...problem, severity }];
    });
}
/** Tells whether a build can go on: none of the findings is an error. */
function isDeployable(findings) {
    return findings.every((finding) => finding.severity !== "error");
}
/** As many problems of one kind as anybody reads. */
function firstFew(problems) {
    return problems.slice(0, 20);
}
/** The page that explains a rule. */
function rulePage(id) {
    return `https://github.com/org/python-build/blob/v1/docs/rules.md#${rulePageAnchor(id)}`;
}
/** How GitHub names the anchor of a heading that holds the id alone. */
function rulePageAnchor(id) {
    return id.replaceAll(":", "");
}


/***/ }),

/***/ 8301:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ findMember),
/* harmony export */   q: () => (/* binding */ parseJson)
/* harmony export */ });
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9547);
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(jsonc_parser__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8992);


/** Reads JSON, a byte order mark before it included. */
function parseJson(text) {
    const content = text.replace(/^\uFEFF/, "");
    try {
        return { valid: true, value: JSON.parse(content) };
    }
    catch (error) {
        return { valid: false, ...explain(content, error) };
    }
}
/** Finds a member by its path from the top; undefined when the text has none. */
function findMember(text, path) {
    const content = text.replace(/^\uFEFF/, "");
    const tree = unlessTooDeep(() => (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.parseTree)(content));
    const node = tree && (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.findNodeAtLocation)(tree, [...path]);
    return node && { line: (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .lineAt */ .mh)(content, node.offset), written: content.slice(node.offset, node.offset + node.length) };
}
/** jsonc-parser calls itself for each level of a text: undefined where the stack is too small for that. */
function unlessTooDeep(read) {
    try {
        return read();
    }
    catch (error) {
        if (error instanceof RangeError)
            return undefined;
        throw error;
    }
}
/** JSON.parse gives no position for some broken files; jsonc-parser does. */
function explain(text, error) {
    if (text.trim() === "")
        return { reason: "it is empty", line: 1 };
    const conflict = /^(<{7}|={7}|>{7})( |$)/m.exec(text);
    if (conflict)
        return { reason: "it has merge conflict markers", line: (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .lineAt */ .mh)(text, conflict.index) };
    const errors = [];
    unlessTooDeep(() => (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.parse)(text, errors, { disallowComments: true, allowTrailingComma: false }));
    const first = errors[0];
    if (!first)
        return { reason: (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .visible */ .RK)(error instanceof Error ? error.message : String(error)), line: undefined };
    const line = (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .lineAt */ .mh)(text, first.offset);
    const column = first.offset - text.lastIndexOf("\n", first.offset - 1);
    const words = (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.printParseErrorCode)(first.error)
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .toLowerCase();
    return { reason: `${words} at line ${line}, column ${column}`, line };
}


/***/ }),

/***/ 9454:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  nV: () => (/* binding */ DownloadError),
  RG: () => (/* binding */ download),
  mR: () => (/* binding */ downloadText),
  ri: () => (/* binding */ withoutCredentials)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
;// CONCATENATED MODULE: external "node:timers/promises"
const external_node_timers_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __nccwpck_require__(3136);
// EXTERNAL MODULE: ./src/machine/files.ts
var files = __nccwpck_require__(2130);
;// CONCATENATED MODULE: ./src/machine/download.ts









const usualPatience = { silence: 30_000, pauses: [1000, 3000] };
const mostRedirects = 10;
/** A download failed. The message completes "source: …" and names no credentials. */
class DownloadError extends Error {
}
/** Downloads a URL of the network, or of this machine, to a file. Resolves to the SHA-256 of its bytes in lower-case hex. Throws DownloadError. */
async function download(url, file, options = {}) {
    const { patience = usualPatience, progress } = options;
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(file), { recursive: true });
    return attempt(url, patience, async (body, total) => {
        const hash = (0,external_node_crypto_.createHash)("sha256");
        let received = 0;
        const hashing = new external_node_stream_.Transform({
            transform: (chunk, _, next) => {
                hash.update(chunk);
                received += chunk.length;
                progress?.(received, total);
                next(undefined, chunk);
            },
        });
        try {
            await (0,external_node_stream_promises_namespaceObject.pipeline)(body, hashing, (0,external_node_fs_.createWriteStream)(file));
        }
        catch (error) {
            await (0,promises_.rm)(file, { force: true });
            throw error;
        }
        return hash.digest("hex");
    });
}
/** Downloads a text. Throws DownloadError. */
async function downloadText(url, patience = usualPatience) {
    return attempt(url, patience, async (body) => {
        const chunks = [];
        for await (const chunk of body)
            chunks.push(Buffer.from(chunk));
        return Buffer.concat(chunks).toString("utf8");
    });
}
/** A URL as a message may show it. */
function withoutCredentials(url) {
    if (url.protocol !== "file:")
        return `${url.origin}${url.pathname}`;
    try {
        return (0,external_node_url_.fileURLToPath)(url);
    }
    catch (error) {
        // Such as `file:///50%.tar`, which names no file.
        if (!(error instanceof URIError || error instanceof TypeError))
            throw error;
        return url.pathname;
    }
}
async function attempt(url, patience, receive) {
    for (let tries = 0;; tries++) {
        try {
            return await request(url, patience.silence, receive);
        }
        catch (error) {
            const pause = patience.pauses[tries];
            if (pause === undefined || !isTransient(error))
                throw asDownloadError(url, error);
            await (0,external_node_timers_promises_namespaceObject.setTimeout)(pause);
        }
    }
}
class StatusError extends Error {
    status;
    constructor(status) {
        super(`the server answered ${status}`);
        this.status = status;
    }
}
class SilenceError extends Error {
}
async function request(url, silence, receive) {
    if (url.protocol === "file:")
        return receive(await openFile(url), undefined);
    if (!isOfTheWeb(url))
        throw new Error("it is neither a file nor an HTTP URL");
    const { HttpClient } = await __nccwpck_require__.e(/* import() */ 942).then(__nccwpck_require__.bind(__nccwpck_require__, 4942));
    // It would follow neither relative redirects nor send the credentials of a URL.
    const client = new HttpClient("python-build", [], { socketTimeout: silence, allowRedirects: false });
    const get = async (place) => (await client.get(place.href, authorization(place))).message;
    try {
        const message = await follow(url, get);
        message.setTimeout(silence, () => message.destroy(new SilenceError("the server stopped sending")));
        return await receive(message, Number(message.headers["content-length"]) || undefined);
    }
    finally {
        client.dispose();
    }
}
/** A FIFO would be waited for. */
async function openFile(url) {
    if (!(await (0,promises_.stat)(url)).isFile())
        throw new Error("it is no regular file");
    return (0,external_node_fs_.createReadStream)(url);
}
async function follow(url, get) {
    let place = url;
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
        const message = await get(place);
        const status = message.statusCode ?? 0;
        if (status === 200)
            return message;
        message.destroy();
        const { location } = message.headers;
        if (![301, 302, 303, 307, 308].includes(status) || location === undefined)
            throw new StatusError(status);
        place = redirected(place, location);
    }
    throw new Error(`the server redirects more than ${mostRedirects} times`);
}
/** Credentials go along to the same host only. */
function redirected(from, location) {
    if (!URL.canParse(location, from.href))
        throw new Error("the server redirects to what is no URL");
    const to = new URL(location, from);
    if (from.protocol === "https:" && to.protocol !== "https:")
        throw new Error("the server redirects away from HTTPS");
    if (!isOfTheWeb(to))
        throw new Error("the server redirects away from HTTP");
    if (to.host === from.host)
        [to.username, to.password] = [from.username, from.password];
    return to;
}
function isOfTheWeb({ protocol }) {
    return protocol === "https:" || protocol === "http:";
}
function authorization({ username, password }) {
    if (username === "" && password === "")
        return {};
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` };
}
function isTransient(error) {
    if (error instanceof StatusError)
        return error.status >= 500 || [408, 429].includes(error.status);
    if (error instanceof SilenceError)
        return true;
    return (0,files/* hasCode */.up)(error, "ECONNRESET", "ETIMEDOUT", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE");
}
/** A query may hold credentials, also that of the URL that a server redirects to. */
function asDownloadError(url, error) {
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\?\S*/g, "");
    return new DownloadError(`${withoutCredentials(url)} can't be had (${reason})`, { cause: error });
}


/***/ }),

/***/ 4738:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ readMachine)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);

/** Reads what a build must know of this machine. Starts no program. */
function readMachine() {
    return {
        os: process.platform,
        osRelease: process.platform === "darwin" ? "macos" : linuxRelease(),
        arch: process.arch,
        libc: process.platform === "linux" ? linuxLibc() : undefined,
        locale: hasAmericanLocale() ? "en_US.UTF-8" : "C.UTF-8",
        variables: definedVariables(),
    };
}
function definedVariables() {
    const entries = Object.entries(process.env).filter((entry) => entry[1] !== undefined);
    return Object.fromEntries(entries);
}
function linuxRelease() {
    const file = ["/etc/os-release", "/usr/lib/os-release"].find((path) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(path));
    if (file === undefined)
        return "unknown";
    const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(file, "utf8");
    const field = (name) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1] ?? "unknown";
    return `${field("ID")}-${field("VERSION_ID")}`;
}
function linuxLibc() {
    const musl = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)("/lib") && (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readdirSync)("/lib").some((name) => name.startsWith("ld-musl-"));
    return musl ? "musl" : "glibc";
}
function hasAmericanLocale() {
    if (process.platform === "darwin")
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)("/usr/share/locale/en_US.UTF-8");
    if (["en_US.utf8", "en_US.UTF-8"].some((name) => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(`/usr/lib/locale/${name}`)))
        return true;
    const archive = "/usr/lib/locale/locale-archive";
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(archive) && (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(archive).includes("en_US.utf8");
}


/***/ }),

/***/ 2130:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   IU: () => (/* binding */ clear),
/* harmony export */   M9: () => (/* binding */ write),
/* harmony export */   Ny: () => (/* binding */ largestFile),
/* harmony export */   TF: () => (/* binding */ remove),
/* harmony export */   kA: () => (/* binding */ keepReport),
/* harmony export */   t2: () => (/* binding */ exists),
/* harmony export */   up: () => (/* binding */ hasCode),
/* harmony export */   yR: () => (/* binding */ readText)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);



/** Removes a folder with all that is in it. */
async function remove(folder) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(folder, { recursive: true, force: true });
}
/** The same, and makes it anew. */
async function clear(folder) {
    await remove(folder);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)(folder, { recursive: true });
}
/** Writes files, by their paths in the folder: private to their owner, who may execute them. */
async function write(folder, files) {
    for (const [name, content] of Object.entries(files)) {
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, name);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), { recursive: true });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(path, content, { mode: 0o700 });
    }
}
/** Keeps the report of a build as JSON. */
async function keepReport(path, report) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), { recursive: true });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(path, `${JSON.stringify(report, undefined, 2)}\n`);
}
/** Tells whether anything stands at a path. */
async function exists(path) {
    return (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.access)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.F_OK).then(() => true, () => false);
}
/** A file that a build reads may have this many bytes; lockfiles of large apps have a few million. */
const largestFile = 32 * 1024 * 1024;
/** Reads a text file of a user's; undefined when there is none that may be read, or it is no regular file of a usual size. */
async function readText(path) {
    try {
        const stats = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(path);
        // A FIFO would be waited for.
        return stats.isFile() && stats.size <= largestFile ? await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(path, "utf8") : undefined;
    }
    catch (error) {
        if (hasCode(error, "ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "ENAMETOOLONG", "EACCES"))
            return undefined;
        throw error;
    }
}
/** Tells whether an error is one of the system's with one of these codes. */
function hasCode(error, ...codes) {
    return error instanceof Error && "code" in error && codes.includes(String(error.code));
}


/***/ }),

/***/ 3610:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ folderCache)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);

/** The cache of the command line: folders that simply stay where they are from build to build. */
const folderCache = {
    restore: async ({ folder, key }) => {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(folder, { recursive: true });
        const filled = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder)).length > 0;
        return { matchedKey: filled ? key : undefined, trouble: undefined };
    },
    save: async () => undefined,
};


/***/ }),

/***/ 154:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  A: () => (/* binding */ machineRunner)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./src/variables.ts
var variables = __nccwpck_require__(3494);
// EXTERNAL MODULE: ./src/app.ts
var app = __nccwpck_require__(168);
// EXTERNAL MODULE: ./src/requirements/requirements.ts
var requirements = __nccwpck_require__(7818);
// EXTERNAL MODULE: ./src/machine/files.ts
var files = __nccwpck_require__(2130);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __nccwpck_require__(1421);
;// CONCATENATED MODULE: external "node:stream/consumers"
const consumers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/consumers");
;// CONCATENATED MODULE: ./src/machine/repository.ts



/** Reads the index of the repository that holds an app; undefined outside a repository, and without git. */
async function readCommitted(setting) {
    const listing = await git(setting, ["ls-files", "-z", "--debug", "--", ":/"]);
    if (!listing)
        return undefined;
    const paths = new Set();
    const sizes = new Map();
    let archiveSize = 0;
    for (const { path, size } of filesOf(listing.toString("utf8"))) {
        const inArchive = 512 * (1 + Math.ceil(size / 512));
        archiveSize += inArchive;
        const top = topOf(path);
        sizes.set(top, (sizes.get(top) ?? 0) + inArchive);
        if (!path.startsWith("../"))
            addWithFolders(paths, path);
    }
    const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 5);
    return { archiveSize, largest: largest.map(([path, bytes]) => ({ path, bytes })), has: (path) => paths.has(path) };
}
/** Those of the paths that git ignores, with the line that says so where that is of a file in the repository. */
async function readIgnored(setting, paths) {
    if (paths.length === 0)
        return new Map();
    // Git takes a colon at the beginning of a path for pathspec magic.
    const input = paths.map((path) => `./${path}`).join("\0");
    const output = await git(setting, ["check-ignore", "-v", "-z", "--stdin"], input);
    const fields = (output ?? Buffer.alloc(0)).toString("utf8").split("\0");
    const ignored = new Map();
    for (let at = 0; at + 3 < fields.length; at += 4) {
        const [source = "", line, pattern = "", path = ""] = fields.slice(at, at + 4);
        if (pattern.startsWith("!"))
            continue;
        const ofRepository = source !== "" && !external_node_path_.posix.isAbsolute(source) && !source.startsWith(".git/");
        const file = external_node_path_.posix.relative(setting.appInRepository, source);
        ignored.set(path.slice("./".length), ofRepository ? { file, line: Number(line) } : undefined);
    }
    return ignored;
}
/** The listing has, for each file, its path, a NUL, and five lines of what git knows of it, its size in bytes among that. */
function* filesOf(listing) {
    for (let at = 0; at < listing.length;) {
        const end = listing.indexOf("\0", at);
        const size = listing.indexOf("\n  size: ", end);
        if (end === -1 || size === -1)
            return;
        yield { path: listing.slice(at, end), size: Number.parseInt(listing.slice(size + 9, size + 30), 10) };
        at = listing.indexOf("\n", size + 1) + 1;
    }
}
/** The first name of a path, with what leads up before it: `../../data` of `../../data/a.csv`. */
function topOf(path) {
    let begin = 0;
    while (path.startsWith("../", begin))
        begin += 3;
    const end = path.indexOf("/", begin);
    return end === -1 ? path : path.slice(0, end);
}
function addWithFolders(paths, path) {
    for (let known = path; !paths.has(known); known = known.slice(0, known.lastIndexOf("/"))) {
        paths.add(known);
        if (!known.includes("/"))
            return;
    }
}
/**
 * What git prints; undefined when it fails without a word, or isn't there. `check-ignore` fails when it finds nothing, and
 * at a path behind a link, after it told of those before.
 */
async function git({ root, variables }, args, input = "") {
    const child = (0,external_node_child_process_.spawn)("git", ["-c", "safe.directory=*", ...args], {
        cwd: root,
        env: variables,
        stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = new Promise((resolve) => {
        child.once("error", () => resolve(false));
        child.once("close", (status) => resolve(status === 0));
    });
    // Git closes its input at once where there is no repository.
    child.stdin.on("error", () => child.stdin.destroy());
    child.stdin.end(input);
    const [output, succeeded] = await Promise.all([(0,consumers_namespaceObject.buffer)(child.stdout), ended]);
    return succeeded || output.length > 0 ? output : undefined;
}

;// CONCATENATED MODULE: ./src/machine/app-files.ts






/**
 * Makes the reader of an app.
 *
 * The first snapshot leaves out what git ignores. Later ones leave out the same files as long as they are unchanged: what
 * a hook writes counts even if git ignores it.
 */
function appReader(setting) {
    const { root } = setting;
    let pristine;
    return async (watched) => {
        const committed = pristine ? undefined : readCommitted(setting);
        const found = await readFound(setting, watched);
        if (!pristine) {
            const repository = await describe(setting, await committed, [...found.entries.keys()]);
            pristine = { repository, stamps: await stamps(root, [...(repository?.ignored.keys() ?? [])]) };
        }
        const now = await stamps(root, [...pristine.stamps.keys()]);
        for (const [path, stamp] of pristine.stamps) {
            if (now.get(path) !== stamp)
                continue;
            found.entries.delete(path);
            found.files.delete(path);
        }
        return { ...found, repository: pristine.repository };
    };
}
async function describe(setting, committed, paths) {
    if (!committed)
        return undefined;
    const others = paths.filter((path) => !(0,app/* leavesApp */.Oy)(path) && !committed.has(path));
    const told = await readIgnored(setting, others);
    // What stands in an ignored folder is ignored, too; git does not tell of what is behind a link.
    const ignored = new Map(others.flatMap((path) => ancestry(path)
        .filter((at) => told.has(at))
        .map((at) => [path, told.get(at)])));
    const { archiveSize, largest } = committed;
    return { archiveSize, largest, ignored, uncommitted: others.filter((path) => !ignored.has(path)) };
}
/** A path, and the folders that it is in. */
function ancestry(path) {
    const names = path.split("/");
    return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
async function readFound(setting, watched) {
    const { root } = setting;
    const entries = await list(root);
    const others = [...app/* environmentMarks */.qq, ...watched, ...pathsAbove(setting)];
    for (const path of others)
        await probe(root, path, entries);
    const files = new Map();
    for (const [path, kind] of entries) {
        const name = external_node_path_.posix.basename(path);
        const read = (0,app/* isReadByBuild */.Ev)(path) || (path.startsWith("../") && (0,app/* isReadByBuild */.Ev)(name));
        if (kind === "file" && read)
            files.set(path, await readAppFile((0,external_node_path_.join)(root, path)));
    }
    await followIncludes(root, { entries, files });
    return { entries, files };
}
/** Where the files that count in a folder above may stand, up to the repository's root. */
function pathsAbove({ appInRepository }) {
    const depth = appInRepository === "" ? 0 : appInRepository.split("/").length;
    return Array.from({ length: depth }, (_, index) => "../".repeat(index + 1)).flatMap((above) => app/* searchedUpward */.FR.map((name) => above + name));
}
/** More included files than any app has: a chain of them could go on for ever. */
const mostIncludes = 1000;
async function followIncludes(root, { entries, files }) {
    const queue = [...app/* includingFiles */.vu];
    for (const including of queue) {
        const file = files.get(including);
        if (file?.kind !== "read")
            continue;
        for (const path of (0,requirements/* includesOf */.zD)(including, file.bytes)) {
            if (queue.includes(path) || queue.length > mostIncludes)
                continue;
            queue.push(path);
            await probe(root, path, entries);
            const read = entries.get(path) === "file" && !(0,app/* leavesApp */.Oy)(path) && !files.has(path);
            if (read)
                files.set(path, await readAppFile((0,external_node_path_.join)(root, path)));
        }
    }
}
async function probe(root, path, entries) {
    const found = entries.has(path) ? undefined : await statOf(external_node_path_.posix.resolve(root, path));
    if (found)
        entries.set(path, kindOfStats(found));
}
async function list(root) {
    const entries = new Map();
    for (const folder of app/* listedFolders */.xW) {
        for (const entry of await listFolder((0,external_node_path_.join)(root, folder))) {
            const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
            entries.set(path, await kindOf((0,external_node_path_.join)(root, path), entry));
        }
    }
    return entries;
}
async function listFolder(path) {
    try {
        return await (0,promises_.readdir)(path, { withFileTypes: true });
    }
    catch (error) {
        if ((0,files/* hasCode */.up)(error, "ENOENT", "ENOTDIR", "ELOOP", "EACCES"))
            return [];
        throw error;
    }
}
async function kindOf(path, entry) {
    const found = entry.isSymbolicLink() ? await statOf(path) : entry;
    return found ? kindOfStats(found) : "other";
}
function kindOfStats(found) {
    if (found.isFile())
        return "file";
    return found.isDirectory() ? "folder" : "other";
}
/** Undefined when nothing is there, or a link leads nowhere. */
async function statOf(path) {
    try {
        return await (0,promises_.stat)(path);
    }
    catch (error) {
        if ((0,files/* hasCode */.up)(error, "ENOENT", "ENOTDIR", "ELOOP", "EACCES", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE")) {
            return undefined;
        }
        throw error;
    }
}
async function readAppFile(path) {
    const { mode, size } = await (0,promises_.stat)(path);
    const permissions = mode & 0o7777;
    if ((permissions & 0o444) === 0) {
        return { kind: "unreadable", reason: "its mode lets nobody read it", mode: permissions };
    }
    if (size > files/* largestFile */.Ny) {
        return {
            kind: "unreadable",
            reason: `it has ${size} bytes, and at most ${files/* largestFile */.Ny} are read`,
            mode: permissions,
        };
    }
    try {
        return { kind: "read", bytes: await (0,promises_.readFile)(path), mode: permissions };
    }
    catch (error) {
        if (!(0,files/* hasCode */.up)(error, "EACCES", "EPERM", "EIO"))
            throw error;
        return { kind: "unreadable", reason: "the system does not let it be read", mode: permissions };
    }
}
/** What tells a file from what a hook may have put in its place. */
async function stamps(root, paths) {
    const found = new Map();
    for (const path of paths) {
        const stats = await statOf((0,external_node_path_.join)(root, path));
        found.set(path, stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : "absent");
    }
    return found;
}

// EXTERNAL MODULE: ./src/machine/programs.ts + 1 modules
var programs = __nccwpck_require__(3712);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __nccwpck_require__(3916);
;// CONCATENATED MODULE: ./src/machine/python/sources.ts

/**
 * Asks the sources in order, and takes the first Python.
 *
 * @param print says which source had none, and why.
 * Throws BuildError `install-python` when all are without.
 */
async function installFrom(sources, request, print) {
    const tried = [];
    for (const { name, install } of sources) {
        const result = await install(request, print);
        if (result.found) {
            const mirror = request.mirror === undefined ? undefined : tried.find(({ source }) => source === "mirror");
            print(`Python ${result.python.release} from the source "${name}": ${result.python.executable}`);
            return { ...result, problems: [...result.problems, ...(mirror ? [(0,errors/* mirrorNotUsed */.c4)(mirror.reason)] : [])] };
        }
        tried.push({ source: name, reason: result.reason });
        print(`${name}: ${result.reason}`);
    }
    throw (0,errors/* pythonNotInstalled */.Sd)(request.release, tried);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: ./src/machine/workspace.ts






/** Finds the app in a workspace. Throws BuildError `input::outside-workspace`. */
async function findApp({ workspace, folder }, workingDirectory) {
    const root = await resolveLinks(workspace, workingDirectory);
    const app = await resolveLinks((0,external_node_path_.resolve)(folder, workingDirectory), workingDirectory);
    const path = (0,external_node_path_.relative)(root, app);
    if (path === ".." || path.startsWith(`..${external_node_path_.sep}`) || (0,external_node_path_.isAbsolute)(path)) {
        throw (0,errors/* outsideWorkspace */.tq)(workingDirectory, "leads out of the workspace");
    }
    if (!(await (0,promises_.stat)(app)).isDirectory())
        throw (0,errors/* outsideWorkspace */.tq)(workingDirectory, "is not a folder");
    if (!(await mayRead(app)))
        throw (0,errors/* outsideWorkspace */.tq)(workingDirectory, "can't be read");
    return { app, appInRepository: (0,external_node_path_.relative)(repositoryOf(app, root), app), name: nameOf(path) };
}
async function mayRead(folder) {
    return (0,promises_.access)(folder, external_node_fs_.constants.R_OK | external_node_fs_.constants.X_OK).then(() => true, () => false);
}
async function resolveLinks(path, workingDirectory) {
    try {
        return await (0,promises_.realpath)(path);
    }
    catch (error) {
        if ((0,files/* hasCode */.up)(error, "ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG")) {
            throw (0,errors/* outsideWorkspace */.tq)(workingDirectory, "is not there");
        }
        if ((0,files/* hasCode */.up)(error, "EACCES", "ERR_INVALID_ARG_VALUE"))
            throw (0,errors/* outsideWorkspace */.tq)(workingDirectory, "can't be read");
        throw error;
    }
}
/** The nearest folder with a `.git`, no further up than the workspace. */
function repositoryOf(app, workspace) {
    for (let folder = app; folder.startsWith(workspace); folder = (0,external_node_path_.dirname)(folder)) {
        if ((0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder, ".git")) || folder === workspace)
            return folder;
    }
    return workspace;
}
function nameOf(path) {
    if (path === "")
        return "app";
    const words = path.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40);
    return `app-${words}-${(0,external_node_crypto_.createHash)("sha256").update(path).digest("hex").slice(0, 8)}`;
}

;// CONCATENATED MODULE: ./src/machine/machine-runner.ts








/** A runner that acts on this machine. */
function machineRunner({ machine, log, cache, sources, workspace, folder, foldersOf }) {
    const begin = performance.now();
    let place;
    let reader;
    return {
        machine,
        seconds: () => (performance.now() - begin) / 1000,
        beginStep: log.beginStep,
        endStep: log.endStep,
        print: log.print,
        announce: log.announce,
        locate: async (workingDirectory) => {
            place = await findApp({ workspace, folder }, workingDirectory);
            return foldersOf(place);
        },
        readText: (path) => (0,files/* readText */.yR)((0,external_node_path_.resolve)(folder, path)),
        readApp: ({ app }, watched) => {
            const appInRepository = place?.appInRepository ?? "";
            reader ??= appReader({ root: app, appInRepository, variables: (0,variables/* configVars */.nV)(machine.variables) });
            return reader(watched);
        },
        commit: ({ app }) => commitOf(app, (0,variables/* configVars */.nV)(machine.variables)),
        remove: files/* remove */.TF,
        clear: files/* clear */.IU,
        write: files/* write */.M9,
        exists: files/* exists */.t2,
        run: (command) => log.quote((print) => (0,programs/* run */.eF)(command, print)),
        runExecutable: (file, command) => log.quote((print) => runExecutable(file, command, print)),
        installPython: (request) => installFrom(sources, request, log.print),
        restore: cache.restore,
        save: cache.save,
    };
}
async function commitOf(folder, variables) {
    const output = await (0,programs/* capture */.Fg)({
        program: "git",
        arguments: ["-c", "safe.directory=*", "rev-parse", "--verify", "--quiet", "HEAD"],
        folder,
        variables,
    });
    return output?.split("\n").find((line) => /^[0-9a-f]{40,64}$/.test(line));
}
/** The platforms set the execute bit on their copy of a hook; here it is set for the run and put back. */
async function runExecutable(file, command, print) {
    const mode = (await (0,promises_.stat)(file)).mode & 0o7777;
    if (mode & 0o100 || !(await changedMode(file, mode | 0o100)))
        return (0,programs/* run */.eF)(command, print);
    try {
        return await (0,programs/* run */.eF)(command, print);
    }
    finally {
        await changedMode(file, mode);
    }
}
/** Sets a file's mode. Resolves to false where it is not there any more, or is another user's. */
async function changedMode(file, mode) {
    try {
        await (0,promises_.chmod)(file, mode);
        return true;
    }
    catch (error) {
        // A hook may remove itself, and the folder it is in.
        if ((0,files/* hasCode */.up)(error, "ENOENT", "ENOTDIR", "EPERM", "EROFS"))
            return false;
        throw error;
    }
}


/***/ }),

/***/ 3712:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  dJ: () => (/* binding */ cancelOnSignals),
  tK: () => (/* binding */ cancelledBy),
  Fg: () => (/* binding */ capture),
  vs: () => (/* binding */ endPrograms),
  eF: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __nccwpck_require__(1421);
;// CONCATENATED MODULE: external "node:string_decoder"
const external_node_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");
// EXTERNAL MODULE: ./src/errors.ts
var errors = __nccwpck_require__(3916);
// EXTERNAL MODULE: ./src/machine/files.ts
var files = __nccwpck_require__(2130);
;// CONCATENATED MODULE: ./src/machine/programs.ts




/** Programs that were started and have not ended, each the leader of a process group of its own. */
const running = new Set();
/** How many of a program's last lines an outcome keeps. */
const keptLines = 200;
/** A line that is longer, in characters, is printed in pieces. */
const longestLine = 65_536;
/** How long, in milliseconds, a program's children may hold on to its output after it ended. */
const lingering = 2000;
/**
 * Runs a program, with nothing on its standard input, and passes on the lines that it prints as they come.
 *
 * Children that keep its output open after it ended are killed. Throws BuildError when the build is cancelled.
 *
 * @param deadline in milliseconds; the program and its children are killed then.
 */
async function run(command, print, deadline) {
    throwIfCancelled();
    const outcome = await runToEnd(command, print, deadline);
    throwIfCancelled();
    return outcome;
}
/** Runs a program whose output is for us, not for the user; undefined when it fails, or takes half a minute. */
async function capture(command, deadline = 30_000) {
    const lines = [];
    const { status } = await run(command, (line) => lines.push(line), deadline);
    return status === 0 ? lines.join("\n") : undefined;
}
function runToEnd(command, print, deadline) {
    const lastLines = [];
    const keep = (line) => {
        lastLines.push(line);
        if (lastLines.length > keptLines)
            lastLines.shift();
        print(line);
    };
    return new Promise((resolve) => {
        const child = start(command);
        if (child instanceof Error)
            return resolve(notStarted(child));
        const { pid } = child;
        if (pid !== undefined)
            running.add(pid);
        const late = deadline && pid ? setTimeout(() => killGroup(pid), deadline) : undefined;
        const flush = [onLines(child.stdout, keep), onLines(child.stderr, keep)];
        child.once("error", (error) => resolve(notStarted(error)));
        whenEnded(child, (status, signal) => {
            clearTimeout(late);
            for (const rest of flush)
                rest();
            resolve({ status: status ?? undefined, signal: signal ?? undefined, lastLines });
        });
    });
}
/** Kills every program that is running, with its children. */
function endPrograms() {
    for (const pid of running)
        killGroup(pid);
}
let cancellation;
/** What cancelled the build; undefined as long as nothing did. */
function cancelledBy() {
    return cancellation;
}
/**
 * Cancels the build at the first signal: its programs end, no other starts, and it cleans up after itself. It has five
 * seconds for that; GitHub grants ten.
 */
function cancelOnSignals() {
    for (const [signal, status] of [
        ["SIGINT", 130],
        ["SIGTERM", 143],
    ]) {
        process.once(signal, () => {
            cancellation ??= { signal, status };
            endPrograms();
            setTimeout(() => process.exit(status), 5000).unref();
        });
    }
}
function throwIfCancelled() {
    if (cancellation)
        throw (0,errors/* buildCancelled */.C7)(cancellation.signal);
}
/** Some of the reasons why a program can't be started are thrown, others are events. */
function start({ program, arguments: args, folder, variables }) {
    try {
        return (0,external_node_child_process_.spawn)(program, args, { cwd: folder, env: variables, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    }
    catch (error) {
        if (error instanceof Error && "code" in error)
            return error;
        throw error;
    }
}
function notStarted({ message }) {
    return { status: 127, signal: undefined, lastLines: [message] };
}
function whenEnded(child, ended) {
    let timer;
    child.once("exit", () => {
        timer = setTimeout(() => {
            if (child.pid !== undefined)
                killGroup(child.pid);
            child.stdout.destroy();
            child.stderr.destroy();
        }, lingering);
    });
    child.once("close", (status, signal) => {
        clearTimeout(timer);
        if (child.pid !== undefined)
            running.delete(child.pid);
        ended(status, signal);
    });
}
function killGroup(pid) {
    try {
        process.kill(-pid, "SIGKILL");
    }
    catch (error) {
        // The group ended by itself, or is that of another user: `sudo` starts such.
        if (!(0,files/* hasCode */.up)(error, "ESRCH", "EPERM"))
            throw error;
    }
}
/** Calls back for each line, without its end and without what a carriage return overwrote; returns what flushes the rest. */
function onLines(stream, print) {
    const decoder = new external_node_string_decoder_namespaceObject.StringDecoder("utf8");
    let rest = "";
    /** Prints all but the last piece of a line. */
    const lastPiece = (line) => {
        let from = 0;
        for (; line.length - from > longestLine; from += longestLine) {
            print(visibleLine(line.slice(from, from + longestLine)));
        }
        return line.slice(from);
    };
    const take = (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines)
            print(visibleLine(lastPiece(line)));
        rest = lastPiece(rest);
    };
    stream.on("data", (chunk) => take(decoder.write(chunk)));
    return () => {
        take(decoder.end());
        if (rest !== "")
            print(visibleLine(rest));
        rest = "";
    };
}
function visibleLine(line) {
    const text = line.replace(/\r+$/, "");
    return text.slice(text.lastIndexOf("\r") + 1);
}


/***/ }),

/***/ 2500:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ fetchIntoStore)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3916);
/* harmony import */ var _download_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9454);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(7423);




/** Downloads an archive, checks it, and only then unpacks it into the store. */
async function fetchIntoStore(archive, store, print) {
    const { release, url, source, file } = archive;
    try {
        print(`Downloading ${(0,_download_js__WEBPACK_IMPORTED_MODULE_2__/* .withoutCredentials */ .ri)(url)}`);
        const sha256 = await (0,_download_js__WEBPACK_IMPORTED_MODULE_2__/* .download */ .RG)(url, file, { progress: progressLines(print) });
        if (archive.sha256 !== undefined && archive.sha256 !== sha256) {
            return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)(`${(0,_download_js__WEBPACK_IMPORTED_MODULE_2__/* .withoutCredentials */ .ri)(url)} has the wrong checksum: SHA-256 ${sha256} instead of ${archive.sha256}, so it was not unpacked`);
        }
        const provenance = { source, url: (0,_download_js__WEBPACK_IMPORTED_MODULE_2__/* .withoutCredentials */ .ri)(url), sha256 };
        const python = await store.keep({ release, archive: file, provenance });
        if (typeof python === "string")
            return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)(python);
        const name = url.pathname.split("/").at(-1) ?? "";
        return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .got */ .L)(python, archive.sha256 === undefined ? [(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveNotVerified */ .oe)(name)] : []);
    }
    catch (error) {
        if (error instanceof _download_js__WEBPACK_IMPORTED_MODULE_2__/* .DownloadError */ .nV)
            return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)(error.message);
        throw error;
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(file, { force: true });
    }
}
/** A line for each further ten megabytes. */
function progressLines(print) {
    const megabyte = 1_000_000;
    let next = 10 * megabyte;
    return (received, total) => {
        if (received < next)
            return;
        const whole = total === undefined ? "" : ` of ${Math.round(total / megabyte)}`;
        print(`${Math.floor(received / megabyte)}${whole} MB`);
        next = received + 10 * megabyte;
    };
}


/***/ }),

/***/ 9118:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ inspect),
/* harmony export */   t: () => (/* binding */ inspectFolder)
/* harmony export */ });
/* harmony import */ var valibot__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(7934);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8301);
/* harmony import */ var _runtime_version_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6696);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2130);
/* harmony import */ var _programs_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3712);





/** Prints what a build must know of an interpreter. Runs on 2.7 and all later. */
const script = `
import json, os, sys
try:
    import ensurepip
    folder = os.path.join(os.path.dirname(os.path.abspath(ensurepip.__file__)), "_bundled")
    wheels = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("pip-")]
except (ImportError, OSError):
    wheels = []
print(json.dumps({
    "release": "%d.%d.%d" % sys.version_info[:3],
    "final": sys.version_info[3] == "final",
    "ordinary": not hasattr(sys, "pypy_version_info") and "t" not in getattr(sys, "abiflags", ""),
    "executable": sys.executable,
    "prefix": os.path.realpath(sys.prefix),
    "isEnvironment": getattr(sys, "base_prefix", sys.prefix) != sys.prefix or hasattr(sys, "real_prefix"),
    "wheels": wheels,
}))
`;
const answerSchema = valibot__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    release: valibot__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    final: valibot__WEBPACK_IMPORTED_MODULE_4__/* .boolean */ .zMY(),
    /** Neither PyPy nor free-threaded: wheels of the platforms fit. */
    ordinary: valibot__WEBPACK_IMPORTED_MODULE_4__/* .boolean */ .zMY(),
    executable: valibot__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    prefix: valibot__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    isEnvironment: valibot__WEBPACK_IMPORTED_MODULE_4__/* .boolean */ .zMY(),
    wheels: valibot__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(valibot__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
});
/**
 * Starts an interpreter to see what it is; undefined when it does not start, or can't make environments.
 *
 * The Python that it tells of may be another than the file that was started, such as a shim of pyenv's.
 */
async function inspect(executable, source) {
    const prefix = executable.replace(/\/bin\/[^/]+$/, "");
    const alone = await ask(executable, {});
    const answer = alone ?? (await ask(executable, { LD_LIBRARY_PATH: `${prefix}/lib` }));
    if (!answer?.final || !answer.ordinary || answer.isEnvironment)
        return undefined;
    return {
        release: answer.release,
        source,
        executable: answer.executable,
        prefix: answer.prefix,
        bundledPip: newestWheel(answer.wheels),
        needsLibraryPath: alone === undefined,
    };
}
/** Finds the interpreter of a Python that was unpacked to a folder; undefined when none of the release starts there. */
async function inspectFolder(folder, release, source) {
    const names = [`python${(0,_runtime_version_js__WEBPACK_IMPORTED_MODULE_1__/* .seriesOf */ .Lf)(release)}`, `python${release.split(".")[0]}`, "python"];
    for (const name of names) {
        const executable = `${folder}/bin/${name}`;
        if (!(await (0,_files_js__WEBPACK_IMPORTED_MODULE_2__/* .exists */ .t2)(executable)))
            continue;
        const python = await inspect(executable, source);
        if (python?.release === release)
            return python;
    }
    return undefined;
}
async function ask(executable, variables) {
    const output = await (0,_programs_js__WEBPACK_IMPORTED_MODULE_3__/* .capture */ .Fg)({
        program: executable,
        arguments: ["-B", "-E", "-s", "-c", script],
        folder: "/",
        // The locale lets Python 3.6 print paths that are not ASCII.
        variables: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", ...variables },
    });
    const json = (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .parseJson */ .q)(output?.split("\n").findLast((line) => line.startsWith("{")) ?? "");
    const answer = valibot__WEBPACK_IMPORTED_MODULE_4__/* .safeParse */ .xLC(answerSchema, json.valid ? json.value : undefined);
    return answer.success ? answer.output : undefined;
}
function newestWheel(wheels) {
    const version = (path) => /\/pip-(\d+(?:\.\d+)*)[^/]*$/.exec(path)?.[1] ?? "0";
    const full = (path) => [...version(path).split("."), "0", "0"].slice(0, 3).join(".");
    return [...wheels].sort((a, b) => (0,_runtime_version_js__WEBPACK_IMPORTED_MODULE_1__/* .compareVersions */ .Zy)(full(a), full(b))).at(-1);
}


/***/ }),

/***/ 2207:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ machinePythons)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_os__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _runtime_version_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6696);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2130);
/* harmony import */ var _interpreter_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(9118);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(7423);







/** The Pythons that a developer's machine has anyway: on PATH, of pyenv, of uv, of a tool cache. For the command line. */
function machinePythons(variables) {
    return {
        name: "machine",
        install: async (request) => {
            const found = await findOnMachine(request, variables);
            return found ? (0,_source_js__WEBPACK_IMPORTED_MODULE_6__/* .got */ .L)(found) : (0,_source_js__WEBPACK_IMPORTED_MODULE_6__/* .nothing */ .s)(`this machine has no Python ${(0,_runtime_version_js__WEBPACK_IMPORTED_MODULE_3__/* .seriesOf */ .Lf)(request.release)} with pip's wheel`);
        },
    };
}
/** The release itself when it is there, or else the newest of its series. */
async function findOnMachine({ release }, variables) {
    const series = (0,_runtime_version_js__WEBPACK_IMPORTED_MODULE_3__/* .seriesOf */ .Lf)(release);
    const pythons = [];
    for (const executable of await candidates(series, variables)) {
        const python = (await (0,_files_js__WEBPACK_IMPORTED_MODULE_4__/* .exists */ .t2)(executable)) ? await (0,_interpreter_js__WEBPACK_IMPORTED_MODULE_5__/* .inspect */ .N)(executable, "machine") : undefined;
        if (python?.bundledPip !== undefined && (0,_runtime_version_js__WEBPACK_IMPORTED_MODULE_3__/* .seriesOf */ .Lf)(python.release) === series)
            pythons.push(python);
    }
    const newest = pythons.sort((a, b) => (0,_runtime_version_js__WEBPACK_IMPORTED_MODULE_3__/* .compareVersions */ .Zy)(a.release, b.release)).at(-1);
    return pythons.find((python) => python.release === release) ?? newest;
}
async function candidates(series, variables) {
    const home = variables["HOME"] || (0,node_os__WEBPACK_IMPORTED_MODULE_1__.homedir)();
    const data = variables["XDG_DATA_HOME"] || (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(home, ".local/share");
    const program = `python${series}`;
    const onPath = (variables["PATH"] ?? "").split(":").filter((folder) => folder.startsWith("/"));
    const releases = await Promise.all([
        foldersOf((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(variables["PYENV_ROOT"] || (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(home, ".pyenv"), "versions"), `${series}.`),
        foldersOf(variables["UV_PYTHON_INSTALL_DIR"] || (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(data, "uv/python"), `cpython-${series}.`),
        foldersOf("/opt/hostedtoolcache/Python", `${series}.`),
    ]);
    const [pyenv, uv, toolCache] = releases;
    return [
        ...onPath.map((folder) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, program)),
        ...[...(pyenv ?? []), ...(uv ?? [])].map((folder) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, "bin", program)),
        ...(toolCache ?? []).map((folder) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, process.arch, "bin", program)),
    ];
}
async function foldersOf(parent, prefix) {
    const names = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(parent).catch(() => []);
    return names.filter((name) => name.startsWith(prefix)).map((name) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(parent, name));
}


/***/ }),

/***/ 4984:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  e: () => (/* binding */ mirror)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __nccwpck_require__(3136);
// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __nccwpck_require__(7934);
// EXTERNAL MODULE: ./src/json.ts
var json = __nccwpck_require__(8301);
;// CONCATENATED MODULE: ./src/runtime/mirror-manifest.ts


/** The format of `versions-manifest.json` of tool-cache, with an optional checksum for each file. */
const manifestSchema = dist/* array */.YOg(dist/* object */.Ikc({
    version: dist/* string */.YjP(),
    files: dist/* array */.YOg(dist/* object */.Ikc({
        arch: dist/* string */.YjP(),
        platform: dist/* string */.YjP(),
        platform_version: dist/* optional */.lqM(dist/* string */.YjP()),
        download_url: dist/* string */.YjP(),
        sha256: dist/* optional */.lqM(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* toLowerCase */.PXX(), dist/* regex */.yGV(/^[0-9a-f]{64}$/, "expected 64 hex digits"))),
    })),
}));
/** Chooses a release's archive for the machine from the text of a manifest. */
function chooseFromManifest(text, release, machine) {
    const parsed = (0,json/* parseJson */.q)(text);
    if (!parsed.valid)
        return { found: false, reason: `its manifest is not JSON: ${parsed.reason}` };
    const manifest = dist/* safeParse */.xLC(manifestSchema, parsed.value);
    if (!manifest.success) {
        const [issue] = manifest.issues;
        const path = issue.path?.map((item) => String(item.key)).join(".") ?? "the top";
        return { found: false, reason: `its manifest is not valid: at ${path}, ${issue.message}` };
    }
    const entry = manifest.output.find(({ version }) => version === release);
    if (!entry)
        return { found: false, reason: `its manifest has no Python ${release}` };
    const system = machine.osRelease.split("-").at(-1);
    const fitting = entry.files.find(({ arch, platform, platform_version }) => arch === machine.arch &&
        platform === machine.os &&
        (platform_version === undefined || platform_version === system));
    return fitting
        ? { found: true, archive: { url: fitting.download_url, sha256: fitting.sha256 } }
        : {
            found: false,
            reason: `its manifest has Python ${release}, but not for ${machine.osRelease} on ${machine.arch}`,
        };
}

// EXTERNAL MODULE: ./src/machine/download.ts + 2 modules
var download = __nccwpck_require__(9454);
// EXTERNAL MODULE: ./src/machine/python/fetch.ts
var fetch = __nccwpck_require__(2500);
// EXTERNAL MODULE: ./src/machine/python/source.ts
var source = __nccwpck_require__(7423);
;// CONCATENATED MODULE: ./src/machine/python/mirror.ts







/** The user's own mirror: a folder or URL with a `versions-manifest.json`. */
function mirror(setting) {
    return {
        name: "mirror",
        install: async (request, print) => {
            if (request.mirror === undefined)
                return (0,source/* nothing */.s)("no `python-mirror` is given");
            const manifest = manifestUrl(request.mirror, setting.workspace);
            if (!manifest)
                return (0,source/* nothing */.s)("`python-mirror` is not a valid URL");
            try {
                return await installFromMirror(request, manifest, { ...setting, print });
            }
            catch (error) {
                if (error instanceof download/* DownloadError */.nV)
                    return (0,source/* nothing */.s)(error.message);
                throw error;
            }
        },
    };
}
async function installFromMirror({ release }, manifest, { machine, store, print }) {
    const choice = chooseFromManifest(await (0,download/* downloadText */.mR)(manifest), release, machine);
    if (!choice.found)
        return (0,source/* nothing */.s)(choice.reason);
    const { url, sha256 } = choice.archive;
    if (!URL.canParse(url, manifest.href))
        return (0,source/* nothing */.s)(`the \`download_url\` of Python ${release} in its manifest is not a valid URL`);
    const file = (0,external_node_path_.join)(store.incoming, `${(0,external_node_crypto_.randomUUID)()}.tar`);
    return (0,fetch/* fetchIntoStore */.m)({ release, url: new URL(url, manifest), sha256, source: "mirror", file }, store, print);
}
/** Undefined when it is meant to be a URL, and is none. */
function manifestUrl(mirror, workspace) {
    const isUrl = /^(https?|file):/i.test(mirror);
    if (isUrl && !URL.canParse(mirror))
        return undefined;
    const place = isUrl ? new URL(mirror) : (0,external_node_url_.pathToFileURL)((0,external_node_path_.resolve)(workspace, mirror));
    if (!place.pathname.endsWith(".json"))
        place.pathname = `${place.pathname.replace(/\/+$/, "")}/versions-manifest.json`;
    return place;
}


/***/ }),

/***/ 7423:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ got),
/* harmony export */   s: () => (/* binding */ nothing)
/* harmony export */ });
/** A source has no Python to give. */
function nothing(reason) {
    return { found: false, reason };
}
/** A source gives a Python. */
function got(python, problems = []) {
    return { found: true, python, problems };
}


/***/ }),

/***/ 7757:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ standalone)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _fetch_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2500);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(7423);




/** The builds of python-build-standalone: portable to any Linux with glibc, and to macOS. */
function standalone(table, libc, store) {
    return {
        name: "standalone",
        install: async ({ release }, print) => {
            const builds = table[release];
            if (!builds)
                return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)(`there is no build of Python ${release}`);
            const build = builds[`${process.platform}-${process.arch}`];
            if (!build || libc === "musl") {
                return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)(`there is no build of Python ${release} for ${process.platform} on ${process.arch} with ${libc}`);
            }
            const file = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(store.incoming, `${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}.tar`);
            return (0,_fetch_js__WEBPACK_IMPORTED_MODULE_2__/* .fetchIntoStore */ .m)({ ...build, url: new URL(build.url), release, source: "standalone", file }, store, print);
        },
    };
}


/***/ }),

/***/ 1853:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ openStore)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(2130);
/* harmony import */ var _programs_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3712);
/* harmony import */ var _interpreter_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(9118);






/**
 * Opens the store.
 *
 * A Python is unpacked beside its place, started, renamed into place, and only then marked complete. A build that is
 * killed leaves no half Python, and two builds on one machine don't break each other.
 */
function openStore(toolCache) {
    const root = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(toolCache, "python-build");
    const incoming = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(root, "incoming");
    const placeOf = (release) => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(root, release, process.arch);
    const find = async (release) => {
        const place = placeOf(release);
        return (await (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(`${place}.complete`)) ? (0,_interpreter_js__WEBPACK_IMPORTED_MODULE_5__/* .inspectFolder */ .t)(place, release, "tool-cache") : undefined;
    };
    const keep = async ({ release, archive, provenance }) => {
        const place = placeOf(release);
        const draft = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(incoming, (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)());
        try {
            const trouble = await unpack(archive, (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(draft, "new"));
            if (trouble !== undefined)
                return `its archive can't be unpacked (${trouble})`;
            const unpacked = await findPython((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(draft, "new"));
            if (!(await (0,_interpreter_js__WEBPACK_IMPORTED_MODULE_5__/* .inspectFolder */ .t)(unpacked, release, provenance.source))) {
                return `its archive holds no Python ${release} that starts on this machine`;
            }
            const moved = await moveIntoPlace({ unpacked, place, aside: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(draft, "old") }, release);
            const told = !moved && (await (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)(`${place}.json`));
            await markComplete(place, told ? undefined : provenance);
        }
        finally {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(draft, { recursive: true, force: true });
        }
        return (await (0,_interpreter_js__WEBPACK_IMPORTED_MODULE_5__/* .inspectFolder */ .t)(place, release, provenance.source)) ?? `its Python ${release} does not start`;
    };
    return { incoming, find, keep };
}
/** Unpacks a tar archive. Resolves to why it can't be, undefined when all is well. */
async function unpack(archive, folder) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)(folder, { recursive: true });
    const { status, lastLines } = await (0,_programs_js__WEBPACK_IMPORTED_MODULE_4__/* .run */ .eF)({
        program: "tar",
        arguments: ["-xf", archive, "-C", folder, "--no-same-owner"],
        folder,
        variables: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    }, () => undefined);
    return status === 0 ? undefined : (lastLines.find((line) => line.trim() !== "") ?? "tar says nothing");
}
/** At the top of what was unpacked, as in archives for the tool cache, or in `python`, as in those of python-build-standalone. */
async function findPython(folder) {
    const inner = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, "python");
    return (await (0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .exists */ .t2)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(inner, "bin"))) ? inner : folder;
}
/** Resolves to whether it was moved: a Python that stands there already, and starts, may be in use by another build. */
async function moveIntoPlace({ unpacked, place, aside }, release) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(place), { recursive: true });
    while (!(await renamed(unpacked, place, ["ENOTEMPTY", "EEXIST", "ENOTDIR"]))) {
        if (await (0,_interpreter_js__WEBPACK_IMPORTED_MODULE_5__/* .inspectFolder */ .t)(place, release, "tool-cache"))
            return false;
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rm)(aside, { recursive: true, force: true });
        await renamed(place, aside, ["ENOENT"]);
    }
    return true;
}
/** Resolves to false for an error with one of the codes. */
async function renamed(from, to, codes) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.rename)(from, to);
        return true;
    }
    catch (error) {
        if ((0,_files_js__WEBPACK_IMPORTED_MODULE_3__/* .hasCode */ .up)(error, ...codes))
            return false;
        throw error;
    }
}
async function markComplete(place, provenance) {
    if (provenance)
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(`${place}.json`, `${JSON.stringify(provenance, undefined, 2)}\n`);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(`${place}.complete`, "");
}


/***/ }),

/***/ 6099:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ toolCache)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(2130);
/* harmony import */ var _interpreter_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(9118);
/* harmony import */ var _source_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(7423);




/**
 * The Pythons of the runner's image, and those that an earlier build left in our own part of the tool cache.
 *
 * @param folder the tool cache of the image, absolute; undefined or empty when the machine has none.
 */
function toolCache(folder, store) {
    return {
        name: "tool-cache",
        install: async (request) => {
            const kept = await store.find(request.release);
            if (kept)
                return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .got */ .L)(kept);
            return folder ? findInImage(folder, request) : (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)("there is none on this machine");
        },
    };
}
/**
 * The layout is `@actions/tool-cache`'s own. That package reads the folder from the process's variables, and prints debug
 * commands to standard output, where the command line prints its report.
 */
async function findInImage(folder, { release }) {
    const place = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, "Python", release, process.arch);
    if (!(await (0,_files_js__WEBPACK_IMPORTED_MODULE_1__/* .exists */ .t2)(`${place}.complete`)))
        return (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)(`it has no Python ${release}`);
    const python = await (0,_interpreter_js__WEBPACK_IMPORTED_MODULE_2__/* .inspectFolder */ .t)(place, release, "tool-cache");
    return python ? (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .got */ .L)(python) : (0,_source_js__WEBPACK_IMPORTED_MODULE_3__/* .nothing */ .s)(`its Python ${release} does not start`);
}


/***/ }),

/***/ 5741:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ oldestSeriesWith),
  J: () => (/* binding */ toolsFor)
});

// EXTERNAL MODULE: ./src/runtime/version.ts
var version = __nccwpck_require__(6696);
;// CONCATENATED MODULE: ./src/package-managers/tools.json
const tools_namespaceObject = /*#__PURE__*/JSON.parse('{"3.14":{"pip":"26.2.1","pipenv":"2026.7.1","poetry":"2.4.1","uv":"0.12.5"},"3.13":{"pip":"26.2.1","pipenv":"2026.7.1","poetry":"2.4.1","uv":"0.12.5"},"3.12":{"pip":"26.2.1","setuptools":"70.3.0","pipenv":"2026.7.1","poetry":"2.4.1","uv":"0.12.5"},"3.11":{"pip":"26.2.1","setuptools":"70.3.0","pipenv":"2026.7.1","poetry":"2.4.1","uv":"0.12.5"},"3.10":{"pip":"26.2.1","setuptools":"70.3.0","pipenv":"2026.7.1","poetry":"2.4.1","uv":"0.12.5"},"3.9":{"pip":"26.0.1","setuptools":"70.3.0","pipenv":"2025.0.4","poetry":"2.2.1","uv":"0.12.5"},"3.8":{"pip":"25.0.1","setuptools":"70.3.0","pipenv":"2024.4.1","uv":"0.12.5"},"3.7":{"pip":"24.0","setuptools":"68.0.0","pipenv":"2023.10.3"},"3.6":{"pip":"21.3.1","setuptools":"59.6.0","pipenv":"2022.4.8","pipenvNeedsPip":true},"2.7":{"pip":"20.3.4","setuptools":"44.1.1","pipenv":"2021.5.29","pipenvNeedsPip":true,"virtualenv":"20.15.1"}}');
;// CONCATENATED MODULE: ./src/package-managers/tools.ts


const table = tools_namespaceObject;
/** The oldest series that a tool has a version for. */
function oldestSeriesWith(tool) {
    const series = Object.keys(table).filter((name) => table[name]?.[tool] !== undefined);
    return series.sort(version/* compareVersions */.Zy)[0] ?? "";
}
/** The tools for a series; for one that is newer than the table, those of its newest. */
function toolsFor(series) {
    const listed = Object.keys(table).sort(version/* compareVersions */.Zy);
    const fitting = listed.filter((name) => (0,version/* compareVersions */.Zy)(name, series) <= 0).at(-1) ?? listed[0];
    const found = fitting === undefined ? undefined : table[fitting];
    if (!found)
        throw new Error("tools.json is empty");
    return found;
}


/***/ }),

/***/ 4538:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  y9: () => (/* binding */ isPythonApp),
  ad: () => (/* binding */ judgePreCompile),
  rl: () => (/* binding */ judgeSource),
  C7: () => (/* binding */ planBuild),
  Bm: () => (/* binding */ planInstall),
  HN: () => (/* binding */ planLines),
  hR: () => (/* binding */ watchedPaths)
});

// NAMESPACE OBJECT: ./node_modules/@renovatebot/pep440/lib/operator.js
var operator_namespaceObject = {};
__nccwpck_require__.r(operator_namespaceObject);
__nccwpck_require__.d(operator_namespaceObject, {
  "!=": () => (ne),
  "<": () => (lt),
  "<=": () => (le),
  "==": () => (eq),
  "===": () => (arbitrary),
  ">": () => (gt),
  ">=": () => (ge),
  compare: () => (compare),
  eq: () => (eq),
  ge: () => (ge),
  gt: () => (gt),
  le: () => (le),
  lt: () => (lt),
  ne: () => (ne),
  rcompare: () => (rcompare)
});

// EXTERNAL MODULE: ./src/app.ts
var src_app = __nccwpck_require__(168);
// EXTERNAL MODULE: ./src/cache/downloads.ts
var downloads = __nccwpck_require__(8143);
// EXTERNAL MODULE: ./src/finding.ts
var finding = __nccwpck_require__(2018);
// EXTERNAL MODULE: ./src/text.ts
var src_text = __nccwpck_require__(8992);
;// CONCATENATED MODULE: ./src/listing.ts

/** What stands at an app's root, hidden entries too, for a message: at most 50 names, folders with a slash. */
function rootListing(app) {
    const root = [...app.entries].filter(([path]) => !path.includes("/"));
    if (root.length === 0)
        return "nothing";
    const shown = root
        .map(([name, kind]) => (0,src_text/* visible */.RK)(kind === "folder" ? `${name}/` : name))
        .sort()
        .slice(0, 50);
    const more = root.length > shown.length ? ` and ${root.length - shown.length} more` : "";
    return `${shown.map((name) => `\`${name}\``).join(", ")}${more}`;
}

// EXTERNAL MODULE: ./src/json.ts
var src_json = __nccwpck_require__(8301);
// EXTERNAL MODULE: ./node_modules/@iarna/toml/toml.js
var toml = __nccwpck_require__(4572);
;// CONCATENATED MODULE: ./src/toml.ts


/** Reads TOML. */
function parseToml(text) {
    try {
        return { valid: true, table: (0,toml.parse)(text) };
    }
    catch (error) {
        const [line, column] = [position(error, "line") + 1, position(error, "col") + 1];
        const words = (error instanceof Error ? error.message : String(error)).split(/ at row /)[0] ?? "";
        return { valid: false, reason: `${lowerFirst(words)} at line ${line}, column ${column}`, line };
    }
}
/** @iarna/toml counts `line` and `col` from 0. */
function position(error, key) {
    const value = typeof error === "object" && error !== null ? Object.entries(error).find(([k]) => k === key)?.[1] : 0;
    return typeof value === "number" ? value : 0;
}
function lowerFirst(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
}
/**
 * The 1-based line of a key in a table, as `[table]` begins it; undefined when the text writes it in another way.
 *
 * @param table undefined for the top of the file.
 */
function lineOfKey(text, table, key) {
    const begin = table === undefined ? 0 : endOfHeader(text, table);
    if (begin === undefined)
        return undefined;
    const content = text.slice(begin).split(/^[ \t]*\[/m, 1)[0] ?? "";
    const match = new RegExp(`^[ \\t]*["']?${escaped(key)}["']?[ \\t]*=`, "m").exec(content);
    return match ? (0,src_text/* lineAt */.mh)(text, begin + match.index) : undefined;
}
function endOfHeader(text, table) {
    const name = table.split(".").map((part) => `["']?${escaped(part)}["']?`);
    const header = new RegExp(`^[ \\t]*\\[[ \\t]*${name.join("[ \\t]*\\.[ \\t]*")}[ \\t]*\\][^\\n]*\\n`, "m").exec(text);
    return header ? header.index + header[0].length : undefined;
}
function escaped(name) {
    return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

;// CONCATENATED MODULE: ./src/parsed-files.ts



/** Reads `Pipfile`; undefined when the app has none that can be read. */
const pipfileOf = (0,src_app/* oncePerApp */.A)((app) => readToml(app, "Pipfile"));
/** Reads `pyproject.toml`; undefined when the app has none that can be read. */
const pyprojectOf = (0,src_app/* oncePerApp */.A)((app) => readToml(app, "pyproject.toml"));
/** Reads `Pipfile.lock`; undefined when the app has none that can be read. */
const lockfileOf = (0,src_app/* oncePerApp */.A)((app) => {
    const text = (0,src_app/* textOf */.b6)(app, "Pipfile.lock");
    return text === undefined ? undefined : { text, json: (0,src_json/* parseJson */.q)(text) };
});
/** What a path of keys leads to in parsed TOML or JSON; undefined where it leads nowhere. */
function valueAt(value, path) {
    return path.reduce((found, key) => {
        const isTable = typeof found === "object" && found !== null && Object.hasOwn(found, key);
        return isTable ? Reflect.get(found, key) : undefined;
    }, value);
}
function readToml(app, file) {
    const text = (0,src_app/* textOf */.b6)(app, file);
    return text === undefined ? undefined : { text, toml: parseToml(text) };
}

// EXTERNAL MODULE: ./src/package-managers/tools.ts + 1 modules
var package_managers_tools = __nccwpck_require__(5741);
;// CONCATENATED MODULE: ./src/package-managers/pip.ts


/** pip, selected by `requirements.txt`. */
const pip = {
    name: "pip",
    manifest: "requirements.txt",
    downloadInputs: ["requirements.txt", "requirements-test.txt"],
    install: (context) => pipInstall(["-r", "requirements.txt"], context),
};
/** `setup.py` alone: the app is installed as an editable package. */
const setupPy = {
    name: "setup.py",
    manifest: "setup.py",
    downloadInputs: ["setup.py", "setup.cfg", "pyproject.toml", "requirements-test.txt"],
    install: (context) => pipInstall(["-e", "."], context),
};
function pipInstall(what, { app, runtime, folders, testDependencies }) {
    const tools = (0,package_managers_tools/* toolsFor */.J)(runtime.series);
    const withTests = testDependencies && (0,src_app/* hasFile */.jv)(app, "requirements-test.txt");
    const targets = [...what, ...(withTests ? ["-r", "requirements-test.txt"] : [])];
    const setuptools = tools.setuptools === undefined ? [] : [`setuptools==${tools.setuptools}`];
    // Python 2.7's compileall has no workers, so there pip may as well compile.
    const compileBytecode = runtime.series !== "2.7";
    return {
        bootstrap: [`pip==${tools.pip}`, ...setuptools],
        tool: undefined,
        shown: `pip install ${targets.join(" ")}`,
        program: `${folders.environment}/bin/python`,
        arguments: [
            "-m",
            "pip",
            "install",
            ...targets,
            "--exists-action=w",
            "--no-input",
            "--progress-bar",
            "off",
            `--src=${folders.environment}/src`,
            ...(compileBytecode ? ["--no-compile"] : []),
        ],
        variables: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_CACHE_DIR: `${folders.downloads}/pip` },
        compileBytecode,
    };
}

// EXTERNAL MODULE: ./src/runtime/version.ts
var runtime_version = __nccwpck_require__(6696);
;// CONCATENATED MODULE: ./src/package-managers/pipenv.ts



/** Pipenv, selected by `Pipfile.lock` or, where the platform allows, by `Pipfile` alone. */
const pipenv = {
    name: "pipenv",
    manifest: "Pipfile",
    downloadInputs: ["Pipfile", "Pipfile.lock"],
    install: (context) => {
        const { runtime, folders } = context;
        const tools = (0,package_managers_tools/* toolsFor */.J)(runtime.series);
        const command = pipenvCommand(context);
        return {
            bootstrap: tools.pipenvNeedsPip ? [`pip==${tools.pip}`, `setuptools==${tools.setuptools}`] : [],
            tool: { name: "pipenv", requirement: `pipenv==${tools.pipenv}`, atRunTime: true },
            shown: `pipenv ${command.join(" ")}`,
            program: `${folders.tools}/bin/pipenv`,
            arguments: command,
            variables: {
                PIPENV_VERBOSITY: "-1",
                PIPENV_NOSPIN: "1",
                PIP_SRC: `${folders.environment}/src`,
                PIP_CACHE_DIR: `${folders.downloads}/pip`,
                PIPENV_CACHE_DIR: `${folders.downloads}/pipenv`,
                // With it, older Pipenvs leave out what their own environment has.
                ...((0,runtime_version/* compareVersions */.Zy)(runtime.series, "3.10") >= 0 ? { PIPENV_SYSTEM: "1" } : {}),
            },
            compileBytecode: false,
        };
    },
};
/** `install --deploy` also refuses another Python than `Pipfile`'s; `sync` only warns. */
function pipenvCommand({ app, testDependencies, pythonMismatch }) {
    const dev = testDependencies ? ["--dev"] : [];
    if (!(0,src_app/* hasFile */.jv)(app, "Pipfile.lock"))
        return ["install", "--skip-lock", ...dev];
    return pythonMismatch ? ["sync", ...dev] : ["install", "--deploy", ...dev];
}

;// CONCATENATED MODULE: ./src/package-managers/poetry.ts

/** Poetry, selected by `poetry.lock`. Its tools have no row for the series on which it has no `sync`. */
const poetry = {
    name: "poetry",
    manifest: "pyproject.toml",
    downloadInputs: ["poetry.lock", "pyproject.toml"],
    install: ({ runtime, folders, testDependencies }) => {
        const command = ["sync", ...(testDependencies ? [] : ["--only", "main"])];
        return {
            bootstrap: [],
            tool: { name: "poetry", requirement: `poetry==${(0,package_managers_tools/* toolsFor */.J)(runtime.series).poetry}`, atRunTime: false },
            shown: `poetry ${command.join(" ")}`,
            program: `${folders.tools}/bin/poetry`,
            arguments: [...command, "--compile", "--no-ansi", "--no-interaction"],
            variables: {
                // It installs into the active environment, and never makes one.
                POETRY_VIRTUALENVS_CREATE: "false",
                POETRY_VIRTUALENVS_USE_POETRY_PYTHON: "true",
                POETRY_CACHE_DIR: `${folders.downloads}/poetry`,
            },
            compileBytecode: false,
        };
    },
};

;// CONCATENATED MODULE: ./src/package-managers/uv.ts

/** uv, selected by `uv.lock`. */
const uv = {
    name: "uv",
    manifest: "pyproject.toml",
    downloadInputs: ["uv.lock", "pyproject.toml"],
    install: ({ runtime, folders, testDependencies }) => {
        const command = ["sync", "--locked", ...(testDependencies ? [] : ["--no-default-groups"])];
        return {
            bootstrap: [],
            tool: { name: "uv", requirement: `uv==${(0,package_managers_tools/* toolsFor */.J)(runtime.series).uv}`, atRunTime: false },
            shown: `uv ${command.join(" ")}`,
            program: `${folders.tools}/bin/uv`,
            arguments: [...command, "--compile-bytecode", "--no-progress"],
            variables: {
                UV_PROJECT_ENVIRONMENT: folders.environment,
                // Beats `.python-version`, which the input `python-version` may contradict.
                UV_PYTHON: `${folders.environment}/bin/python`,
                UV_NO_MANAGED_PYTHON: "1",
                UV_PYTHON_DOWNLOADS: "never",
                UV_LINK_MODE: "hardlink",
                UV_CACHE_DIR: `${folders.downloads}/uv`,
            },
            compileBytecode: false,
        };
    },
};

;// CONCATENATED MODULE: ./src/package-managers/choose.ts








/** What selects a package manager, in the platforms' order; of one entry, the first file that is there. */
const manifests = [
    { files: ["Pipfile.lock", "Pipfile"], packageManager: pipenv },
    { files: ["requirements.txt"], packageManager: pip },
    { files: ["poetry.lock"], packageManager: poetry },
    { files: ["uv.lock"], packageManager: uv },
];
/** Chooses by the files at the root: the first match wins, `setup.py` counts when nothing else is there. */
function choosePackageManager(app) {
    const found = manifests.flatMap(({ files, packageManager }) => {
        const file = files.find((name) => (0,src_app/* hasFile */.jv)(app, name));
        return file === undefined ? [] : [{ file, packageManager }];
    });
    const [first, ...others] = found;
    const misspelled = misspelledRequirements(app);
    if (first) {
        const missing = first.file === "Pipfile" ? [missingLockfile()] : [];
        const all = found.map(({ file }) => file);
        const clash = others.map((other) => multipleFound(all, other.file));
        return { packageManager: first.packageManager, problems: [...missing, ...clash, ...misspelled] };
    }
    if ((0,src_app/* hasFile */.jv)(app, "setup.py"))
        return { packageManager: setupPy, problems: [setupPyOnly(), ...misspelled] };
    return { packageManager: undefined, problems: [noneFound(app), ...misspelled] };
}
function missingLockfile() {
    return {
        id: "package-manager::pipenv-missing-lockfile",
        title: "Pipfile has no lockfile",
        explanation: "There is a `Pipfile` and no `Pipfile.lock`, so the versions of the dependencies are not pinned. Today's platforms refuse that, though Scalingo's documentation says otherwise; where it is allowed, the newest versions are installed.",
        remedy: "Write the lockfile, check that `.gitignore` does not list it, and commit it:\n\npipenv lock",
        location: { file: "Pipfile", line: 1 },
    };
}
function multipleFound(all, other) {
    const names = all.map((name) => `\`${name}\``);
    return {
        id: "package-manager::multiple-found",
        title: "The app has files of several package managers",
        explanation: `${names.join(", ")} are there, each of another package manager. Today's platforms refuse that; where it is allowed, ${names[0]} counts.`,
        remedy: `Keep one of them; to keep ${names[0]}:\n\ngit rm ${all.slice(1).join(" ")}`,
        location: { file: other, line: undefined },
    };
}
function setupPyOnly() {
    return {
        id: "package-manager::setup-py-only",
        title: "The app has a setup.py and no requirements.txt",
        explanation: "Today's platforms do not install an app by its `setup.py` alone; where it is allowed, `pip install -e .` does it.",
        remedy: "Write a `requirements.txt` with this one line:\n\n--editable .",
        location: { file: "setup.py", line: 1 },
    };
}
function noneFound(app) {
    return {
        id: "package-manager::none-found",
        title: "Nothing says which dependencies to install",
        explanation: `No \`Pipfile.lock\`, \`requirements.txt\`, \`poetry.lock\` or \`uv.lock\` stands at the app's root, so no package manager can be chosen. At the root: ${rootListing(app)}.`,
        remedy: firstStep(app),
        location: undefined,
    };
}
/** Tools that `pyproject.toml` is written for, and how to get a file out of them that selects a package manager. */
const writers = [
    { tool: "poetry", name: "Poetry", command: "poetry lock" },
    { tool: "uv", name: "uv", command: "uv lock" },
    { tool: "pdm", name: "PDM", command: "pdm export -o requirements.txt" },
];
function firstStep(app) {
    const misspelled = findMisspelled(app);
    if (misspelled !== undefined)
        return renamed(misspelled);
    const toml = pyprojectOf(app)?.toml;
    const tools = Object(toml?.valid ? valueAt(toml.table, ["tool"]) : undefined);
    const writer = writers.find(({ tool }) => Object.hasOwn(tools, tool));
    return writer
        ? `\`pyproject.toml\` is written for ${writer.name}. Run this, and commit what it writes:\n\n${writer.command}`
        : "Write the dependencies to `requirements.txt`, one on a line. Check that `.gitignore` does not list the file, and that it stands at the app's root. An app without dependencies needs an empty one:\n\ntouch requirements.txt";
}
/** Names that people gave to `requirements.txt`. */
const misspellings = new Set([
    "requeriments.txt",
    "requirement.txt",
    "requirements",
    "requirements.text",
    "requirements.txt.txt",
    "requirments.txt",
]);
function findMisspelled(app) {
    if ((0,src_app/* hasFile */.jv)(app, "requirements.txt"))
        return undefined;
    const names = [...app.entries.keys()].filter((name) => (0,src_app/* hasFile */.jv)(app, name)).sort();
    return names.find((name) => misspellings.has(name) || name.toLowerCase() === "requirements.txt");
}
function misspelledRequirements(app) {
    const found = findMisspelled(app);
    if (found === undefined)
        return [];
    return [
        {
            id: "requirements::misspelled",
            title: `${(0,src_text/* visible */.RK)(found)} is not read`,
            explanation: `pip reads \`requirements.txt\`, exactly so; this app has a \`${(0,src_text/* visible */.RK)(found)}\`.`,
            remedy: renamed(found),
            location: { file: found, line: undefined },
        },
    ];
}
function renamed(found) {
    return `Rename it:\n\ngit mv ${(0,src_text/* shellQuoted */.x)(found)} requirements.txt`;
}

// EXTERNAL MODULE: ./src/platforms/platform.ts + 3 modules
var platforms_platform = __nccwpck_require__(6774);
;// CONCATENATED MODULE: ./src/rules/buildpacks.ts



const file = ".buildpacks";
/** The platform takes the app for a Python app, by itself or by `.buildpacks`. */
const buildpacks = ({ app, platform }) => {
    if (!(0,src_app/* hasFile */.jv)(app, file))
        return otherTechnology(app, platform.buildpack);
    const entries = entriesOf((0,src_app/* textOf */.b6)(app, file) ?? "");
    const valid = entries.filter((entry) => entry.valid);
    const [python, duplicate] = valid.filter((entry) => entry.python);
    const others = valid.filter((entry) => !entry.python);
    return [
        python || valid.length < entries.length ? [] : [noPython(valid, platform.buildpack)],
        duplicate ? [duplicatePython(duplicate)] : [],
        (0,finding/* firstFew */.Dt)(entries.filter((entry) => !entry.valid)).map(invalidLine),
        python && python.text.replace(/(?:\.git)?\/?$/, "").toLowerCase() !== platform.buildpack.toLowerCase()
            ? [pinned(python, platform.buildpack)]
            : [],
        python && others.length > 0 ? [notRun(others)] : [],
    ].flat();
};
function entriesOf(text) {
    return text.split("\n").flatMap((raw, index) => {
        const entry = raw.trim();
        if (entry === "" || entry.startsWith("#"))
            return [];
        const valid = /^(?:(?:https?|git|ssh):\/\/[^\s/]+\/\S+|[\w.-]+@[\w.-]+:\S+)$/.test(entry);
        const repository = entry.replace(/#.*$/, "").split(/[/:]/).slice(-1)[0] ?? "";
        const python = /python/i.test(repository) && /buildpack/i.test(repository);
        return [{ text: entry, line: index + 1, valid, python }];
    });
}
/** What makes the platform take an app for one of another technology, in the order in which it tries them. */
const technologies = [
    { name: "Clojure", files: ["project.clj"] },
    { name: "Go", files: ["go.mod"] },
    { name: "Gradle", files: ["build.gradle", "gradlew"] },
    { name: "Java", files: ["pom.xml"] },
    { name: "Node.js", files: ["package.json"] },
    { name: "PHP", files: ["composer.json", "index.php"] },
];
function otherTechnology(app, buildpack) {
    const found = technologies.flatMap(({ name, files }) => files.filter((path) => (0,src_app/* hasFile */.jv)(app, path)).map((path) => ({ name, path })));
    const [first] = found;
    if (!first)
        return [];
    return [
        {
            id: "buildpacks::other-first",
            title: `The platform may take this for a ${first.name} app`,
            explanation: `\`${first.path}\` makes it a ${first.name} app, and the platform tries ${first.name} before Python.`,
            remedy: `Set the config var \`BUILDPACK_NAME=python\` on the platform. If the app needs both, write a \`.buildpacks\` with the URL of the ${first.name} buildpack and, last:\n\n${buildpack}`,
            location: { file: first.path, line: 1 },
        },
    ];
}
function noPython(listed, buildpack) {
    const names = listed.slice(0, 5).map(({ text }) => `\`${shown(text)}\``);
    return {
        id: "buildpacks::no-python",
        title: ".buildpacks lists no Python buildpack",
        explanation: `\`.buildpacks\` lists ${names.join(", ") || "nothing"}, so nothing installs Python.`,
        remedy: `Add this line to \`.buildpacks\`:\n\n${buildpack}`,
        location: { file, line: 1 },
    };
}
function duplicatePython({ text, line }) {
    return {
        id: "checks::duplicate-python-buildpack",
        title: ".buildpacks lists two Python buildpacks",
        explanation: `\`${shown(text)}\` would run after another Python buildpack, which the platform refuses.`,
        remedy: `Remove line ${line} of \`.buildpacks\`:\n\nsed -i ${line}d .buildpacks`,
        location: { file, line },
    };
}
function invalidLine({ text, line }) {
    return {
        id: "buildpacks::invalid-line",
        title: "A line of .buildpacks is no URL",
        explanation: `Line ${line} of \`.buildpacks\` is \`${shown(text)}\`. Each line must be the URL of a buildpack's repository.`,
        remedy: "Write it in this form:\n\nhttps://github.com/Scalingo/nodejs-buildpack",
        location: { file, line },
    };
}
function pinned({ text, line }, buildpack) {
    return {
        id: "buildpacks::pinned",
        title: ".buildpacks names another Python buildpack",
        explanation: `\`${shown(text)}\` is not the platform's current Python buildpack. It follows its own rules, so this verdict may differ from its.`,
        remedy: `Use the platform's own:\n\n${buildpack}`,
        location: { file, line },
    };
}
function notRun(others) {
    const names = others.slice(0, 5).map(({ text }) => `\`${shown(text)}\``);
    return {
        id: "buildpacks::not-run",
        title: "Other buildpacks of .buildpacks are not run here",
        explanation: `\`.buildpacks\` also lists ${names.join(", ")}. This build runs the Python part alone.`,
        remedy: "Install what they bring in a step before this one.",
        location: { file, line: others[0]?.line },
    };
}
/** A URL without credentials. */
function shown(text) {
    return (0,src_text/* visible */.RK)(text.replace(/\/\/[^/@]*@/, "//…@"));
}

;// CONCATENATED MODULE: ./src/rules/committed-folders.ts


/** The place where the buildpack installs Python is free. */
const privateFolders = ({ app, platform }) => platform.privateFolders
    .filter((folder) => app.entries.has(folder))
    .map((folder) => ({
    id: "checks::existing-python-dir",
    title: `The app has a ${folder}`,
    explanation: `The buildpack installs Python into \`${folder}\`, and the app already has something there: it was committed, or \`bin/pre_compile\` made it.`,
    remedy: `Take it out of git, and list it in \`.gitignore\`. If a hook makes it, let the hook use another folder:\n\ngit rm -r --cached ${(0,src_text/* shellQuoted */.x)(folder)}`,
    location: { file: folder, line: undefined },
}));
/** No virtual environment is part of the app. */
const committedEnvironment = ({ app }) => src_app/* environmentMarks */.qq
    .filter((mark) => (0,src_app/* hasFile */.jv)(app, mark))
    .map((mark) => {
    const folder = mark.slice(0, mark.indexOf("/"));
    return {
        id: "checks::existing-venv-dir",
        title: `A virtual environment is part of the app`,
        explanation: `\`${folder}/\` holds a \`pyvenv.cfg\`. A virtual environment works on the machine that made it alone, so the platforms refuse it.`,
        remedy: `Take it out of git, and add the line \`${folder}/\` to \`.gitignore\`. If \`bin/pre_compile\` made it, let the hook use a folder outside the app:\n\ngit rm -r --cached ${folder}`,
        location: { file: mark, line: undefined },
    };
});

;// CONCATENATED MODULE: ./src/rules/credentials.ts


/** No file of the package managers holds a password or token. */
const noCredentials = ({ app }) => credentialsIn(app);
const searched = /^(?:Pipfile|Pipfile\.lock|pyproject\.toml|uv\.lock|poetry\.lock|pip\.conf|.*\.txt)$/;
const credentialsIn = (0,src_app/* oncePerApp */.A)((app) => [...app.files.keys()].sort().flatMap((file) => {
    const text = searched.test(file) ? ((0,src_app/* textOf */.b6)(app, file) ?? "") : "";
    const found = findCredentials(text);
    if (!found)
        return [];
    return [
        {
            id: "source::credentials",
            title: `${(0,src_text/* visible */.RK)(file)} holds a password or token`,
            explanation: `A URL of \`${(0,src_text/* visible */.RK)(found.host)}\` in \`${(0,src_text/* visible */.RK)(file)}\` carries credentials. Whoever can read the repository can use them.`,
            remedy: `Replace them where they were issued, take them out of the file, and give the URL with them in a variable:\n\nPIP_EXTRA_INDEX_URL: \${{ secrets.INDEX_URL }}`,
            location: { file, line: (0,src_text/* lineAt */.mh)(text, found.offset) },
        },
    ];
}));
const userinfo = /:\/\/([^\s/:@"'<>]*)(?::([^\s/@"'<>]+))?@([^\s/:"'?#,<>\\]+)/g;
function findCredentials(text) {
    for (const { 1: user = "", 2: password, 3: host = "", index } of text.matchAll(userinfo)) {
        if (password === undefined ? isToken(user) : isSecret(password))
            return { host, offset: index };
    }
    return undefined;
}
/** A variable or a placeholder is no secret. */
function isSecret(password) {
    return !/^\$|^%|^\*+$|^(?:password|pass|token|secret|x-oauth-basic)$/i.test(password);
}
function isToken(user) {
    return isSecret(user) && (/^(?:gh[a-z]_|github_pat_|glpat-|pypi-)/.test(user) || /^[A-Za-z0-9_-]{32,}$/.test(user));
}

;// CONCATENATED MODULE: ./src/rules/detect.ts

/** Names at the root that make a Python app, as a file or a folder. */
const names = new Set([
    ".python-version",
    "__init__.py",
    "app.py",
    "main.py",
    "manage.py",
    "pdm.lock",
    "Pipfile",
    "Pipfile.lock",
    "poetry.lock",
    "pyproject.toml",
    "requirements.txt",
    "runtime.txt",
    "server.py",
    "setup.cfg",
    "setup.py",
    "uv.lock",
    "requeriments.txt",
    "requirement.txt",
    "requirements",
    "requirements.text",
    "Requirements.txt",
    "requirements.txt.txt",
    "requirments.txt",
]);
/** Names that must be folders. */
const folders = new Set(["__pycache__", ".venv", "venv"]);
/** The app is a Python app: something at its root says so. */
const pythonApp = ({ app }) => {
    const root = [...app.entries].filter(([path]) => !path.includes("/"));
    const counts = (name, kind) => (kind !== "other" && names.has(name)) || (kind === "folder" && folders.has(name));
    if (root.some(([name, kind]) => counts(name, kind)))
        return [];
    return [
        {
            id: "detect::no-python-files",
            title: "This is not a Python app",
            explanation: `No file at the app's root makes it one: a \`requirements.txt\`, \`Pipfile\`, \`poetry.lock\`, \`uv.lock\` or \`setup.py\`, exactly so. At the root: ${rootListing(app)}.`,
            remedy: "If the app is in a folder, name it in the input `working-directory`. Check the spelling, and that `.gitignore` does not list the file. An app without dependencies needs an empty `requirements.txt`:\n\ntouch requirements.txt",
            location: undefined,
        },
    ];
};

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./src/package-managers/pipfile-hash.ts

/** Top-level tables of a `Pipfile` that are no category of packages. */
const reserved = new Set([
    "source",
    "packages",
    "dev-packages",
    "requires",
    "scripts",
    "pipfile",
    "pipenv",
    "default",
    "develop",
]);
/**
 * The hash that Pipenv writes to `_meta.hash.sha256` of `Pipfile.lock`, in lower-case hex.
 *
 * Source: `Pipfile.get_hash` of plette, which Pipenv carries.
 */
function pipfileHash({ pipfile, sources, names }) {
    const packages = (table) => (names === "normalized" ? withNormalizedNames(table ?? {}) : (table ?? {}));
    const categories = Object.entries(pipfile).filter(([name]) => !reserved.has(name));
    const content = {
        _meta: { sources, requires: pipfile["requires"] ?? {} },
        default: packages(pipfile["packages"]),
        develop: packages(pipfile["dev-packages"]),
        ...Object.fromEntries(categories.map(([name, table]) => [name, packages(table)])),
    };
    return (0,external_node_crypto_.createHash)("sha256").update(pythonJson(content)).digest("hex");
}
/** A package name as PEP 503 compares it. */
function normalizedName(name) {
    return name.toLowerCase().replace(/[-_.]+/g, "-");
}
function withNormalizedNames(table) {
    if (!isTable(table))
        return table;
    return Object.fromEntries(Object.entries(table).map(([name, value]) => [normalizedName(name), value]));
}
/** JSON as Python's `json.dumps(value, sort_keys=True, separators=(",", ":"))` writes it, which is ASCII only. */
function pythonJson(value) {
    if (Array.isArray(value))
        return `[${value.map(pythonJson).join(",")}]`;
    if (isTable(value)) {
        const members = Object.keys(value)
            .sort(compareCodePoints)
            .map((key) => `${pythonJson(key)}:${pythonJson(value[key])}`);
        return `{${members.join(",")}}`;
    }
    if (typeof value === "bigint")
        return String(value);
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g, escapeUnit);
}
function escapeUnit(unit) {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
function compareCodePoints(a, b) {
    const [left, right] = [[...a], [...b]];
    for (let i = 0; i < Math.min(left.length, right.length); i++) {
        const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
        if (difference !== 0)
            return difference;
    }
    return left.length - right.length;
}
function isTable(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

// EXTERNAL MODULE: ./src/requirements/requirements-file.ts
var requirements_file = __nccwpck_require__(5165);
;// CONCATENATED MODULE: ./src/requirements/requirement.ts

/** The name of a package, as written; undefined where the requirement is a URL or a path without one. */
function packageName(text) {
    if (localPath(text) !== undefined || /^[\w+.-]+:\/\//.test(text))
        return /[#&]egg=([\w.-]+)/.exec(text)?.[1];
    return /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?/.exec(text)?.[0];
}
/** Tells where a requirement comes from. */
function sourceOf(text) {
    if (localPath(text) !== undefined)
        return "local";
    if (/\s--hash[=\s]/.test(text))
        return "pinned";
    const url = /(?:^|@\s*)([\w+.-]+:\/\/\S+)/.exec(text)?.[1];
    if (url === undefined)
        return /^[^=<>~!;@]*===?\s*[^\s*,;]+\s*(?:;|$)/.test(text) ? "pinned" : "unpinned";
    return /@[0-9a-f]{40}(?:[#?]|$)|[#&]sha256=[0-9a-f]{64}/.test(url) ? "pinned" : "moving";
}
/** The path of a requirement that is a folder or an archive of the machine; undefined for any other. */
function localPath(text) {
    const target = /^[A-Za-z0-9][\w.-]*[ \t]{0,9}(?:\[[^\]]*\])?[ \t]{0,9}@\s*(.*)$/.exec(text)?.[1] ?? text;
    const path = /^file:(?:\/\/(?:localhost)?(?=\/))?([^#;\s]+)/i.exec(target)?.[1] ?? bare(target);
    return path === undefined || requirements_file/* namedVariable */.m3.test(path) ? undefined : path;
}
/** pip takes for a path what begins with a dot or holds a slash, and names of archives. */
function bare(text) {
    const [word = ""] = text.split(/\s|;/, 1);
    if (/^[\w+.-]+:/.test(word))
        return undefined;
    const path = word.replace(/\[[^\]]*\]$/, "");
    return /^\.|\/|\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)$/.test(path) ? path : undefined;
}

// EXTERNAL MODULE: ./src/requirements/requirements.ts
var requirements_requirements = __nccwpck_require__(7818);
;// CONCATENATED MODULE: ./src/requirements/pinning.ts




/** Requirements that no `==`, hash, commit or constraint ties to one version. */
const unpinnedOf = (0,src_app/* oncePerApp */.A)((app) => {
    const { requirements, constraints } = (0,requirements_requirements/* requirementsOf */.CG)(app);
    const tied = new Set(constraints.filter(({ text }) => sourceOf(text) === "pinned").map(({ text }) => nameOf(text)));
    return requirements.filter(({ text, editable }) => {
        const source = editable && sourceOf(text) === "unpinned" ? "local" : sourceOf(text);
        return source !== "pinned" && source !== "local" && !tied.has(nameOf(text));
    });
});
function nameOf(text) {
    return normalizedName(packageName(text) ?? text);
}

;// CONCATENATED MODULE: ./src/rules/environment-cache.ts








/** An install of the same files gives the same environment, so that it can be kept. */
const environmentKept = (facts) => {
    const cause = (0,downloads/* usesCache */.V)(facts.inputs.cache, facts.machine.variables) ? causeOf(facts) : undefined;
    if (!cause)
        return [];
    return [
        {
            id: "cache::environment-off",
            title: "The environment is installed anew in each build",
            explanation: `${cause.reason}, so the same files need not give the same environment again, and none is kept for the next build.`,
            remedy: "Pin every requirement by `==` or by a hash, or use the lockfile of a package manager, for faster builds.",
            location: cause.location,
        },
    ];
};
function causeOf({ app, packageManager }) {
    switch (packageManager) {
        case undefined:
            return undefined;
        case "pip":
            return causeInRequirements(app);
        case "setup.py":
            return { reason: "The app itself is installed as editable", location: { file: "setup.py", line: 1 } };
        case "pipenv":
            return (0,src_app/* hasFile */.jv)(app, "Pipfile.lock")
                ? causeInPipfileLock(app)
                : { reason: "`Pipfile` has no lockfile", location: { file: "Pipfile", line: 1 } };
        case "poetry":
            return localSource(app, "poetry.lock", /^type = "(?:directory|file)"$/m);
        case "uv":
            return localSource(app, "uv.lock", /^source = \{ (?:editable|directory|path) = "(?!\.")/m);
    }
}
const causeInRequirements = (0,src_app/* oncePerApp */.A)((app) => {
    const unpinned = new Set(unpinnedOf(app));
    const first = (0,requirements_requirements/* requirementsOf */.CG)(app).requirements.find((requirement) => requirement.editable || sourceOf(requirement.text) === "local" || unpinned.has(requirement));
    if (!first)
        return undefined;
    const local = first.editable || sourceOf(first.text) === "local";
    const reason = `\`${(0,src_text/* visible */.RK)(first.text)}\` ${local ? "is installed from code that may change" : "is not pinned to one version"}`;
    return { reason, location: first.location };
});
const causeInPipfileLock = (0,src_app/* oncePerApp */.A)((app) => {
    const lockfile = lockfileOf(app);
    if (!lockfile?.json.valid)
        return undefined;
    const packages = Object.entries(Object(valueAt(lockfile.json.value, ["default"])));
    const found = packages.find(([, entry]) => typeof valueAt(entry, ["path"]) === "string");
    if (!found)
        return undefined;
    const line = (0,src_json/* findMember */.g)(lockfile.text, ["default", found[0]])?.line;
    return {
        reason: `\`${(0,src_text/* visible */.RK)(found[0])}\` is installed from code of the app`,
        location: { file: "Pipfile.lock", line },
    };
});
function localSource(app, file, pattern) {
    const line = (0,src_text/* lineOf */.cA)((0,src_app/* textOf */.b6)(app, file) ?? "", pattern);
    return line === undefined
        ? undefined
        : { reason: "A package is installed from code of the app", location: { file, line } };
}

;// CONCATENATED MODULE: ./src/rules/hooks.ts


/** What can be told of a hook before it runs. */
function hookRule(name) {
    const path = `bin/${name}`;
    return ({ app }) => {
        const kind = app.entries.get(path);
        if (kind === undefined)
            return misspelled(app, name);
        if (kind !== "file")
            return [notAFile(path)];
        const file = app.files.get(path);
        if (file?.kind !== "read")
            return [unreadable(path, file)];
        if (isElf(file.bytes))
            return [];
        if (file.bytes.includes(0))
            return [binary(path, file.bytes)];
        return judgeText(path, (0,src_app/* textOf */.b6)(app, path) ?? "");
    };
}
/** The verdict of a plan is for a tree that `bin/pre_compile` has not changed. */
function notRunInPlan(app) {
    if (!(0,src_app/* hasFile */.jv)(app, "bin/pre_compile"))
        return [];
    return [
        {
            id: "hooks::not-run-in-plan",
            title: "bin/pre_compile was not run",
            explanation: "In `mode: plan` nothing of the app's is run, so the verdict is for the tree without what this hook would change.",
            remedy: "Use `mode: build` to judge the app as its hook leaves it.",
            location: at("bin/pre_compile"),
        },
    ];
}
function judgeText(path, text) {
    const shebang = /^#![^\n]*\r(\n|$)/.test(text);
    const stray = shebang ? undefined : (0,src_text/* lineOf */.cA)(text, /\r(\n|$)/);
    return [
        shebang ? [crlf(path)] : [],
        stray === undefined ? [] : [strayCarriageReturn(path, stray)],
        text.startsWith("\uFEFF") ? [byteOrderMark(path)] : [],
        path === "bin/pre_compile" ? pythonInPreCompile(path, text) : [],
    ].flat();
}
function isElf(bytes) {
    return [0x7f, 0x45, 0x4c, 0x46].every((byte, index) => bytes[index] === byte);
}
function at(file, line) {
    return { file, line };
}
function notAFile(path) {
    return {
        id: "hooks::not-a-file",
        title: `${path} is not a file`,
        explanation: `\`${path}\` is a folder, or a link to nothing. The platforms skip it silently, and so does this build.`,
        remedy: `Make \`${path}\` a script, or remove it:\n\ngit rm -r ${path}`,
        location: at(path),
    };
}
function misspelled(app, name) {
    const stem = name.replace("_", "[-_]?");
    const pattern = new RegExp(`^bin/${stem}(\\.sh|\\.py|\\.bash)?$`, "i");
    const found = [...app.entries.keys()].sort().find((path) => pattern.test(path) && (0,src_app/* hasFile */.jv)(app, path));
    if (found === undefined)
        return [];
    return [
        {
            id: "hooks::misspelled",
            title: `${found} is not run`,
            explanation: `The platforms run \`bin/${name}\`, exactly so; this app has a \`${found}\`.`,
            remedy: `Rename it:\n\ngit mv ${found} bin/${name}`,
            location: at(found),
        },
    ];
}
function unreadable(path, file) {
    const mode = ((file?.mode ?? 0) & 0o777).toString(8).padStart(3, "0");
    return {
        id: "hooks::unreadable",
        title: `${path} can't be read`,
        explanation: `\`${path}\` has mode ${mode}: ${file?.kind === "unreadable" ? file.reason : "it is not readable"}.`,
        remedy: `Let everyone read it:\n\nchmod a+r ${path}`,
        location: at(path),
    };
}
function binary(path, bytes) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return {
        id: "hooks::binary",
        title: `${path} is not a script`,
        explanation: `\`${path}\` is ${utf16 ? "UTF-16 text" : "binary"}, which bash can't run.`,
        remedy: "Save it as UTF-8 text without a byte order mark, with `#!/usr/bin/env bash` as its first line.",
        location: at(path),
    };
}
const renormalize = (path) => `Write this line to \`.gitattributes\`, then run \`git add --renormalize ${path}\`, and commit:\n\n${path} text eol=lf`;
function crlf(path) {
    return {
        id: "hooks::crlf",
        title: `${path} has Windows line ends`,
        explanation: `The first line of \`${path}\` ends in CR LF, so the system looks for an interpreter whose name ends in CR.`,
        remedy: renormalize(path),
        location: at(path, 1),
    };
}
function strayCarriageReturn(path, line) {
    return {
        id: "hooks::stray-carriage-return",
        title: `${path} has Windows line ends`,
        explanation: `From line ${line} on, the lines of \`${path}\` end in CR LF. bash takes the CR for part of the last word, such as the name of a file.`,
        remedy: renormalize(path),
        location: at(path, line),
    };
}
function byteOrderMark(path) {
    return {
        id: "hooks::byte-order-mark",
        title: `${path} begins with a byte order mark`,
        explanation: `Because of the mark the system does not see the \`#!\` of \`${path}\`, and bash runs the first line as a command.`,
        remedy: "Save the file as UTF-8 without a byte order mark.",
        location: at(path, 1),
    };
}
const pythonShebang = /^#!.*\b(?:python|pypy)[\d.]*(?:\s|$)/;
const otherShebang = /^#!(?!.*sh\b)/;
/** A command of Python's where a shell looks for one: after words that run the next one, and after assignments. */
const pythonCommand = new RegExp("(?:^|[;&|(`])[ \\t]*" +
    "(?:(?:if|elif|while|until|then|do|else|!|exec|sudo|time|(?:/usr/bin/)?env|[A-Za-z_]\\w*=[^\\s;&|()`]*)[ \\t]+)*" +
    "((?:python|pip|pipenv|poetry|uv)[\\d.]*)(?=[\\s;&|]|$)", "m");
function pythonInPreCompile(path, text) {
    const found = findPython(text);
    if (!found)
        return [];
    const { program, line } = found;
    return [
        {
            id: "hooks::python-in-pre-compile",
            title: `${path} uses ${program}`,
            explanation: `This hook runs before Python is installed. The platforms have no \`python\` and no \`pip\` at that time, so \`${program}\` may work here and fail there.`,
            remedy: "Move what needs Python to `bin/post_compile`.",
            location: at(path, line),
        },
    ];
}
function findPython(text) {
    const [firstLine = ""] = text.split("\n", 1);
    if (pythonShebang.test(firstLine))
        return { program: "python", line: 1 };
    if (otherShebang.test(firstLine))
        return undefined;
    const commands = withoutWords(text);
    const match = pythonCommand.exec(commands);
    return match?.[1] === undefined
        ? undefined
        : { program: match[1], line: (0,src_text/* lineAt */.mh)(commands, match.index + match[0].length) };
}
/** Takes out comments and quoted words, which run nothing; what a quoted word substitutes runs. */
function withoutWords(script) {
    return script.replace(/(?<=^|\s)#.*$|'[^'\n]*'|"[^"\n]*"/gm, (part) => (/^".*(?:\$\(|`)/.test(part) ? part : '""'));
}

// EXTERNAL MODULE: ./src/variables.ts
var variables = __nccwpck_require__(3494);
;// CONCATENATED MODULE: ./src/rules/installer-variables.ts

/** The caller's installer settings do here what they would do on the platform. */
const installerSettings = ({ machine, platform, packageManager }) => {
    const names = Object.keys(machine.variables).sort();
    const reach = (0,variables/* reachOf */.xw)(platform, packageManager);
    const ofKind = (kind) => names.filter((name) => (0,variables/* kindOfVariable */.OT)(name) === kind);
    const withheld = reach === "all" ? [] : ofKind("setting").filter((name) => !(0,variables/* reachesInstall */.$W)(name, reach));
    return [
        ...ofKind("target")
            .filter((name) => !silentlyRemoved.test(name))
            .map(unsafe),
        ...(reach === "all"
            ? []
            : ofKind("index")
                .filter((name) => !reach.includes(name))
                .map(notOnPlatform)),
        ...(withheld.length > 0 ? [withheldFrom(withheld)] : []),
    ];
};
/** Set on many machines as a matter of course: removed without a word. */
const silentlyRemoved = /^(VIRTUAL_ENV|PYTHONPATH|(PIP|POETRY|UV)_CACHE_DIR)$/;
function unsafe(name) {
    return {
        id: "environment::unsafe-variable",
        title: `${name} was removed for the install`,
        explanation: `The variable \`${name}\` says where packages go or which Python installs them, so it would break the app's environment. The platform does not know it either.`,
        remedy: `Take \`${name}\` out of the job's \`env:\`, or set it for the one step that needs it.`,
        location: undefined,
    };
}
function notOnPlatform(name) {
    return {
        id: "environment::not-on-platform",
        title: `${name} does not reach the platform's install`,
        explanation: `The variable \`${name}\` says where packages come from. This build uses it; the platform's install does not get it, so it may find other packages, or none.`,
        remedy: "Name the index in the app's own files. For one that needs credentials, pip and Pipenv get this config var:\n\nPIP_EXTRA_INDEX_URL=https://user:token@index.example.com/simple",
        location: undefined,
    };
}
function withheldFrom(names) {
    return {
        id: "environment::withheld",
        title: "Installer settings were withheld",
        explanation: `The platform does not pass ${names.map((name) => `\`${name}\``).join(", ")} to the install, so neither does this build.`,
        remedy: "Take them out of the job's `env:`, or set them for the steps that need them.",
        location: undefined,
    };
}

;// CONCATENATED MODULE: ./src/rules/manifest.ts




/** The file that describes the app for review apps, and the variables that it names. */
const manifest = ({ app, platform }) => {
    const file = (0,src_app/* findUpward */.FG)(app, platform.manifest);
    const text = file === undefined ? undefined : (0,src_app/* textOf */.b6)(app, file);
    if (file === undefined || text === undefined)
        return [];
    const parsed = (0,src_json/* parseJson */.q)(text);
    if (!parsed.valid)
        return [invalidManifest(file, parsed.reason, parsed.line)];
    if (!isObject(parsed.value))
        return [invalidManifest(file, "it is not an object", 1)];
    const { env } = parsed.value;
    return isObject(env)
        ? Object.entries(env).flatMap(([name, entry]) => variable({ file, text, name, entry }, platform))
        : [];
};
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function invalidManifest(file, reason, line) {
    return {
        id: "manifest::invalid-json",
        title: `${file} is not valid`,
        explanation: `\`${file}\` can't be read: ${reason}. The platform reads it for review apps and one-click deploys only.`,
        remedy: `Correct line ${line ?? 1} of \`${file}\`.`,
        location: { file, line },
    };
}
function variable({ file, text, name, entry }, platform) {
    const value = typeof entry === "string" ? entry : valueAt(entry, ["value"]);
    const { longestVariableName: longestName = Infinity, longestVariableValue: longestValue = Infinity } = platform;
    const location = () => ({ file, line: (0,src_json/* findMember */.g)(text, ["env", name])?.line });
    const problems = [];
    if (!/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(name) || name.length > longestName) {
        problems.push({
            id: "environment::invalid-name",
            title: `${(0,src_text/* visible */.RK)(name)} is no name for a config var`,
            explanation: `\`env\` in \`${file}\` has \`${(0,src_text/* visible */.RK)(name)}\`. A name has letters, digits and \`_\`, does not begin with \`_\`, and has at most ${longestName} characters.`,
            remedy: `Rename it in \`${file}\`, and where the app reads it.`,
            location: location(),
        });
    }
    if (typeof value === "string" && [...value].length > longestValue) {
        problems.push({
            id: "environment::value-too-long",
            title: `The value of ${(0,src_text/* visible */.RK)(name)} is too long`,
            explanation: `The value of \`${(0,src_text/* visible */.RK)(name)}\` in \`${file}\` has ${[...value].length} characters, and the platform takes ${longestValue}.`,
            remedy: "Keep it in a file of the app, or in a service, and give the app its address.",
            location: location(),
        });
    }
    return problems;
}

;// CONCATENATED MODULE: ./src/rules/package-manager-support.ts


/** The package manager runs on the app's Python. */
const packageManagerSupport = ({ packageManager, runtime, platform }) => {
    if (!runtime || (packageManager !== "poetry" && packageManager !== "uv"))
        return [];
    const { series, requested } = runtime;
    if ((0,package_managers_tools/* toolsFor */.J)(series)[packageManager] !== undefined)
        return [];
    const name = packageManager === "poetry" ? "Poetry" : "uv";
    return [
        {
            id: "install-package-manager::unsupported-python",
            title: `${name} does not run on Python ${(0,src_text/* visible */.RK)(series)}`,
            explanation: `The app's Python is ${(0,src_text/* visible */.RK)(series)}, and the ${name} of the platforms needs ${(0,package_managers_tools/* oldestSeriesWith */.Z)(packageManager)} or newer.`,
            remedy: `Move to a newer series, best ${platform.defaultSeries}, or replace the lockfile by a \`requirements.txt\`.`,
            location: requested.location,
        },
    ];
};

;// CONCATENATED MODULE: ./node_modules/@renovatebot/pep440/lib/version.js
const VERSION_PATTERN = [
  'v?',
  '(?:',
  /* */ '(?:(?<epoch>[0-9]+)!)?', // epoch
  /* */ '(?<release>[0-9]+(?:\\.[0-9]+)*)', // release segment
  /* */ '(?<pre>', // pre-release
  /*    */ '[-_\\.]?',
  /*    */ '(?<pre_l>(a|b|c|rc|alpha|beta|pre|preview))',
  /*    */ '[-_\\.]?',
  /*    */ '(?<pre_n>[0-9]+)?',
  /* */ ')?',
  /* */ '(?<post>', // post release
  /*    */ '(?:-(?<post_n1>[0-9]+))',
  /*    */ '|',
  /*    */ '(?:',
  /*        */ '[-_\\.]?',
  /*        */ '(?<post_l>post|rev|r)',
  /*        */ '[-_\\.]?',
  /*        */ '(?<post_n2>[0-9]+)?',
  /*    */ ')',
  /* */ ')?',
  /* */ '(?<dev>', // dev release
  /*    */ '[-_\\.]?',
  /*    */ '(?<dev_l>dev)',
  /*    */ '[-_\\.]?',
  /*    */ '(?<dev_n>[0-9]+)?',
  /* */ ')?',
  ')',
  '(?:\\+(?<local>[a-z0-9]+(?:[-_\\.][a-z0-9]+)*))?', // local version
].join('');



const validRegex = new RegExp('^' + VERSION_PATTERN + '$', 'i');

function valid(version) {
  return validRegex.test(version) ? version : null;
}

const cleanRegex = new RegExp('^\\s*' + VERSION_PATTERN + '\\s*$', 'i');
function clean(version) {
  return version_stringify(version_parse(version, cleanRegex));
}

function version_parse(version, regex) {
  // Validate the version and parse it into pieces
  const { groups } = (regex || validRegex).exec(version) || {};
  if (!groups) {
    return null;
  }

  // Store the parsed out pieces of the version
  const parsed = {
    epoch: Number(groups.epoch ? groups.epoch : 0),
    release: groups.release.split('.').map(Number),
    pre: normalize_letter_version(groups.pre_l, groups.pre_n),
    post: normalize_letter_version(
      groups.post_l,
      groups.post_n1 || groups.post_n2,
    ),
    dev: normalize_letter_version(groups.dev_l, groups.dev_n),
    local: parse_local_version(groups.local),
  };

  return parsed;
}

function version_stringify(parsed) {
  if (!parsed) {
    return null;
  }
  const { epoch, release, pre, post, dev, local } = parsed;
  const parts = [];

  // Epoch
  if (epoch !== 0) {
    parts.push(`${epoch}!`);
  }
  // Release segment
  parts.push(release.join('.'));

  // Pre-release
  if (pre) {
    parts.push(pre.join(''));
  }
  // Post-release
  if (post) {
    parts.push('.' + post.join(''));
  }
  // Development release
  if (dev) {
    parts.push('.' + dev.join(''));
  }
  // Local version segment
  if (local) {
    parts.push(`+${local}`);
  }
  return parts.join('');
}

function normalize_letter_version(letterIn, numberIn) {
  let letter = letterIn;
  let number = numberIn;
  if (letter) {
    // We consider there to be an implicit 0 in a pre-release if there is
    // not a numeral associated with it.
    if (!number) {
      number = 0;
    }
    // We normalize any letters to their lower case form
    letter = letter.toLowerCase();

    // We consider some words to be alternate spellings of other words and
    // in those cases we want to normalize the spellings to our preferred
    // spelling.
    if (letter === 'alpha') {
      letter = 'a';
    } else if (letter === 'beta') {
      letter = 'b';
    } else if (['c', 'pre', 'preview'].includes(letter)) {
      letter = 'rc';
    } else if (['rev', 'r'].includes(letter)) {
      letter = 'post';
    }
    return [letter, Number(number)];
  }
  if (!letter && number) {
    // We assume if we are given a number, but we are not given a letter
    // then this is using the implicit post release syntax (e.g. 1.0-1)
    letter = 'post';

    return [letter, Number(number)];
  }
  return null;
}

function parse_local_version(local) {
  /*
    Takes a string like abc.1.twelve and turns it into("abc", 1, "twelve").
    */
  if (local) {
    return local
      .split(/[._-]/)
      .map((part) =>
        Number.isNaN(Number(part)) ? part.toLowerCase() : Number(part),
      );
  }
  return null;
}

function version_explain(version) {
  const parsed = version_parse(version);
  if (!parsed) {
    return parsed;
  }
  const { epoch, release, pre, post, dev, local } = parsed;

  let base_version = '';
  if (epoch !== 0) {
    base_version += epoch + '!';
  }
  base_version += release.join('.');

  const is_prerelease = Boolean(dev || pre);
  const is_devrelease = Boolean(dev);
  const is_postrelease = Boolean(post);

  // return

  return {
    epoch,
    release,
    pre,
    post: post ? post[1] : post,
    dev: dev ? dev[1] : dev,
    local: local ? local.join('.') : local,
    public: version_stringify(parsed).split('+', 1)[0],
    base_version,
    is_prerelease,
    is_devrelease,
    is_postrelease,
  };
}

;// CONCATENATED MODULE: ./node_modules/@renovatebot/pep440/lib/operator.js




function lt(version, other) {
  return compare(version, other) < 0;
}

function le(version, other) {
  return compare(version, other) <= 0;
}

function eq(version, other) {
  return compare(version, other) === 0;
}

function ne(version, other) {
  return compare(version, other) !== 0;
}

function ge(version, other) {
  return compare(version, other) >= 0;
}

function gt(version, other) {
  return compare(version, other) > 0;
}

function arbitrary(version, other) {
  return version.toLowerCase() === other.toLowerCase();
}

function compare(version, other) {
  const parsedVersion = version_parse(version);
  const parsedOther = version_parse(other);

  const keyVersion = calculateKey(parsedVersion);
  const keyOther = calculateKey(parsedOther);

  return pyCompare(keyVersion, keyOther);
}

function rcompare(version, other) {
  return -compare(version, other);
}

// this logic is buitin in python, but we need to port it to js
// see https://stackoverflow.com/a/5292332/1438522
function pyCompare(elemIn, otherIn) {
  let elem = elemIn;
  let other = otherIn;
  if (elem === other) {
    return 0;
  }
  if (Array.isArray(elem) !== Array.isArray(other)) {
    elem = Array.isArray(elem) ? elem : [elem];
    other = Array.isArray(other) ? other : [other];
  }
  if (Array.isArray(elem)) {
    const len = Math.min(elem.length, other.length);
    for (let i = 0; i < len; i += 1) {
      const res = pyCompare(elem[i], other[i]);
      if (res !== 0) {
        return res;
      }
    }
    return elem.length - other.length;
  }
  if (elem === -Infinity || other === Infinity) {
    return -1;
  }
  if (elem === Infinity || other === -Infinity) {
    return 1;
  }
  return elem < other ? -1 : 1;
}

function calculateKey(input) {
  const { epoch } = input;
  let { release, pre, post, local, dev } = input;
  // When we compare a release version, we want to compare it with all of the
  // trailing zeros removed. So we'll use a reverse the list, drop all the now
  // leading zeros until we come to something non zero, then take the rest
  // re-reverse it back into the correct order and make it a tuple and use
  // that for our sorting key.
  release = release.concat();
  release.reverse();
  while (release.length && release[0] === 0) {
    release.shift();
  }
  release.reverse();

  // We need to "trick" the sorting algorithm to put 1.0.dev0 before 1.0a0.
  // We'll do this by abusing the pre segment, but we _only_ want to do this
  // if there is !a pre or a post segment. If we have one of those then
  // the normal sorting rules will handle this case correctly.
  if (!pre && !post && dev) pre = -Infinity;
  // Versions without a pre-release (except as noted above) should sort after
  // those with one.
  else if (!pre) pre = Infinity;

  // Versions without a post segment should sort before those with one.
  if (!post) post = -Infinity;

  // Versions without a development segment should sort after those with one.
  if (!dev) dev = Infinity;

  if (!local) {
    // Versions without a local segment should sort before those with one.
    local = -Infinity;
  } else {
    // Versions with a local segment need that segment parsed to implement
    // the sorting rules in PEP440.
    // - Alpha numeric segments sort before numeric segments
    // - Alpha numeric segments sort lexicographically
    // - Numeric segments sort numerically
    // - Shorter versions sort before longer versions when the prefixes
    //   match exactly
    local = local.map((i) =>
      Number.isNaN(Number(i)) ? [-Infinity, i] : [Number(i), ''],
    );
  }

  return [epoch, release, pre, post, dev, local];
}

;// CONCATENATED MODULE: ./node_modules/@renovatebot/pep440/lib/specifier.js
// This file is dual licensed under the terms of the Apache License, Version
// 2.0, and the BSD License. See the LICENSE file in the root of this repository
// for complete details.





const RANGE_PATTERN = [
  '(?<operator>(===|~=|==|!=|<=|>=|<|>))',
  '\\s*',
  '(',
  /*  */ '(?<version>(?:' + VERSION_PATTERN.replace(/\?<\w+>/g, '?:') + '))',
  /*  */ '(?<prefix>\\.\\*)?',
  /*  */ '|',
  /*  */ '(?<legacy>[^,;\\s)]+)',
  ')',
].join('');



const isEqualityOperator = (op) => ['==', '!=', '==='].includes(op);

const rangeRegex = new RegExp('^' + RANGE_PATTERN + '$', 'i');

function specifier_parse(ranges) {
  if (!ranges.trim()) {
    return [];
  }

  const specifiers = ranges
    .split(',')
    .map((range) => rangeRegex.exec(range.trim()) || {})
    .map(({ groups }) => {
      if (!groups) {
        return null;
      }

      let { ...spec } = groups;
      const { operator, version, prefix, legacy } = groups;

      if (version) {
        spec = { ...spec, ...version_explain(version) };
        if (operator === '~=') {
          if (spec.release.length < 2) {
            return null;
          }
        }
        if (!isEqualityOperator(operator) && spec.local) {
          return null;
        }

        if (prefix) {
          if (!isEqualityOperator(operator) || spec.dev || spec.local) {
            return null;
          }
        }
      }
      if (legacy && operator !== '===') {
        return null;
      }

      return spec;
    });

  if (specifiers.filter(Boolean).length !== specifiers.length) {
    return null;
  }

  return specifiers;
}

function filter(versions, specifier, options = {}) {
  const filtered = pick(versions, specifier, options);
  if (filtered.length === 0 && options.prereleases === undefined) {
    return pick(versions, specifier, { prereleases: true });
  }
  return filtered;
}

function maxSatisfying(versions, range, options) {
  const found = filter(versions, range, options).sort(Operator.compare);
  return found.length === 0 ? null : found[found.length - 1];
}

function minSatisfying(versions, range, options) {
  const found = filter(versions, range, options).sort(Operator.compare);
  return found.length === 0 ? null : found[0];
}

function pick(versions, specifier, options) {
  const parsed = specifier_parse(specifier);

  if (!parsed) {
    return [];
  }

  return versions.filter((version) => {
    const explained = version_explain(version);

    if (!parsed.length) {
      return explained && !(explained.is_prerelease && !options.prereleases);
    }

    return parsed.reduce((pass, spec) => {
      if (!pass) {
        return false;
      }
      return contains({ ...spec, ...options }, { version, explained });
    }, true);
  });
}

function satisfies(version, specifier, options = {}) {
  const filtered = pick([version], specifier, options);

  return filtered.length === 1;
}

function arrayStartsWith(array, prefix) {
  if (prefix.length > array.length) {
    return false;
  }

  for (let i = 0; i < prefix.length; i += 1) {
    if (prefix[i] !== array[i]) {
      return false;
    }
  }

  return true;
}

function contains(specifier, input) {
  const { explained } = input;
  let { version } = input;
  const { ...spec } = specifier;

  if (spec.prereleases === undefined) {
    spec.prereleases = spec.is_prerelease;
  }

  if (explained && explained.is_prerelease && !spec.prereleases) {
    return false;
  }

  if (spec.operator === '~=') {
    let compatiblePrefix = spec.release.slice(0, -1).concat('*').join('.');
    if (spec.epoch) {
      compatiblePrefix = spec.epoch + '!' + compatiblePrefix;
    }
    return satisfies(version, `>=${spec.version}, ==${compatiblePrefix}`, {
      prereleases: spec.prereleases,
    });
  }

  if (spec.prefix) {
    const isMatching =
      explained.epoch === spec.epoch &&
      arrayStartsWith(explained.release, spec.release);
    const isEquality = spec.operator !== '!=';
    return isEquality ? isMatching : !isMatching;
  }

  if (explained && explained.local && spec.version) {
    // Ignore candidate local labels only when the specifier itself is public.
    if (spec.operator !== '===' && !spec.local) {
      version = explained.public;
      spec.version = version_explain(spec.version).public;
    }
  }

  if (spec.operator === '<' || spec.operator === '>') {
    // simplified version of https://www.python.org/dev/peps/pep-0440/#exclusive-ordered-comparison
    if (eq(spec.release.join('.'), explained.release.join('.'))) {
      return false;
    }
  }

  // TODO: fix me?
  // eslint-disable-next-line import-x/namespace
  const op = operator_namespaceObject[spec.operator];
  return op(version, spec.version || spec.legacy);
}

function validRange(specifier) {
  return Boolean(specifier_parse(specifier));
}

;// CONCATENATED MODULE: ./node_modules/@renovatebot/pep440/lib/semantic.js


// those notation are borrowed from semver


function major(input) {
  const version = explain(input);
  if (!version) {
    throw new TypeError('Invalid Version: ' + input);
  }
  return version.release[0];
}

function minor(input) {
  const version = explain(input);
  if (!version) {
    throw new TypeError('Invalid Version: ' + input);
  }
  if (version.release.length < 2) {
    return 0;
  }
  return version.release[1];
}

function patch(input) {
  const version = explain(input);
  if (!version) {
    throw new TypeError('Invalid Version: ' + input);
  }
  if (version.release.length < 3) {
    return 0;
  }
  return version.release[2];
}

function inc(input, release, preReleaseIdentifier) {
  let identifier = preReleaseIdentifier || `a`;
  const version = parse(input);

  if (!version) {
    return null;
  }

  if (
    !['a', 'b', 'c', 'rc', 'alpha', 'beta', 'pre', 'preview'].includes(
      identifier,
    )
  ) {
    return null;
  }

  switch (release) {
    case 'premajor':
      {
        const [majorVersion] = version.release;
        version.release.fill(0);
        version.release[0] = majorVersion + 1;
      }
      version.pre = [identifier, 0];
      delete version.post;
      delete version.dev;
      delete version.local;
      break;
    case 'preminor':
      {
        const [majorVersion, minorVersion = 0] = version.release;
        version.release.fill(0);
        version.release[0] = majorVersion;
        version.release[1] = minorVersion + 1;
      }
      version.pre = [identifier, 0];
      delete version.post;
      delete version.dev;
      delete version.local;
      break;
    case 'prepatch':
      {
        const [majorVersion, minorVersion = 0, patchVersion = 0] =
          version.release;
        version.release.fill(0);
        version.release[0] = majorVersion;
        version.release[1] = minorVersion;
        version.release[2] = patchVersion + 1;
      }
      version.pre = [identifier, 0];
      delete version.post;
      delete version.dev;
      delete version.local;
      break;
    case 'prerelease':
      if (version.pre === null) {
        const [majorVersion, minorVersion = 0, patchVersion = 0] =
          version.release;
        version.release.fill(0);
        version.release[0] = majorVersion;
        version.release[1] = minorVersion;
        version.release[2] = patchVersion + 1;
        version.pre = [identifier, 0];
      } else {
        if (preReleaseIdentifier === undefined && version.pre !== null) {
          [identifier] = version.pre;
        }

        const [letter, number] = version.pre;
        if (letter === identifier) {
          version.pre = [letter, number + 1];
        } else {
          version.pre = [identifier, 0];
        }
      }

      delete version.post;
      delete version.dev;
      delete version.local;
      break;
    case 'major':
      if (
        version.release.slice(1).some((value) => value !== 0) ||
        version.pre === null
      ) {
        const [majorVersion] = version.release;
        version.release.fill(0);
        version.release[0] = majorVersion + 1;
      }
      delete version.pre;
      delete version.post;
      delete version.dev;
      delete version.local;
      break;
    case 'minor':
      if (
        version.release.slice(2).some((value) => value !== 0) ||
        version.pre === null
      ) {
        const [majorVersion, minorVersion = 0] = version.release;
        version.release.fill(0);
        version.release[0] = majorVersion;
        version.release[1] = minorVersion + 1;
      }
      delete version.pre;
      delete version.post;
      delete version.dev;
      delete version.local;
      break;
    case 'patch':
      if (
        version.release.slice(3).some((value) => value !== 0) ||
        version.pre === null
      ) {
        const [majorVersion, minorVersion = 0, patchVersion = 0] =
          version.release;
        version.release.fill(0);
        version.release[0] = majorVersion;
        version.release[1] = minorVersion;
        version.release[2] = patchVersion + 1;
      }
      delete version.pre;
      delete version.post;
      delete version.dev;
      delete version.local;
      break;
    default:
      return null;
  }

  return stringify(version);
}

;// CONCATENATED MODULE: ./node_modules/@renovatebot/pep440/index.js










;// CONCATENATED MODULE: ./src/runtime/loose-grammar.ts

const invisible = "[\\uFEFF\\u00A0\\u2007\\u202F\\u200B-\\u200D\\u2060]";
const leading = new RegExp(`^${invisible}+`);
/** Bounded, since a run that doesn't end the line is tried from each of its characters. */
const trailing = new RegExp(`${invisible}{1,100}$`);
/** What people write around a version, in the order in which it is taken off. */
const steps = [
    (text) => text.replace(leading, "").replace(trailing, ""),
    withoutComment,
    (text) => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text,
    (text) => text.replace(/^python(?:==|=|-|[ \t]+)?/i, ""),
    (text) => /^(.*\d)(?:\.|\*|\.\*|\.x)$/.exec(text)?.[1] ?? text,
];
/**
 * Reads a line that people meant as a version: with `python` before it, in quotes, with a comment, a final dot or
 * wildcard, or invisible characters around it. Undefined when the intention isn't clear.
 */
function parseLooseVersion(line) {
    return (0,runtime_version/* parseVersion */.ot)(steps.reduce((text, step) => step(text), line));
}
/** Reads a field of `Pipfile` or its lockfile that people meant as a version: a final `.` or `.*`, or a major version. */
function parseLooseField(value, platform) {
    if (/^[1-9][0-9]?$/.test(value))
        return newestOfMajor(value, platform);
    const version = /^(.*\d)\.\*?$/.exec(value)?.[1];
    return version === undefined ? undefined : (0,runtime_version/* parseVersion */.ot)(version);
}
/** The series to suggest for a text that is no version: the one that it names, when the platform has it, else its default. */
function suggestedSeries(text, { series, defaultSeries }) {
    const named = /\d{1,3}\.\d{1,3}/.exec(text)?.[0];
    return named !== undefined && Object.hasOwn(series, named) ? named : defaultSeries;
}
/** `3` means the platform's default, another major version the newest series of it. */
function newestOfMajor(major, { defaultSeries, series }) {
    const ofMajor = [...Object.keys(series).sort(runtime_version/* compareVersions */.Zy), defaultSeries].filter((name) => name.startsWith(`${major}.`));
    const newest = ofMajor.at(-1);
    return newest === undefined ? undefined : { series: newest, release: undefined };
}
/** Takes off white space, `#` and what follows. */
function withoutComment(text) {
    let end = text.search(/[ \t]#/);
    if (end === -1)
        return text;
    while (end > 0 && /[ \t]/.test(text[end - 1] ?? ""))
        end--;
    return text.slice(0, end);
}

;// CONCATENATED MODULE: ./src/runtime/problems.ts


const oneLine = (series) => `Write a \`.python-version\` with this one line:\n\n${series}`;
/** `runtime.txt` does not hold one version. `encoding` is undefined when it is plain UTF-8. */
function invalidRuntimeTxt({ value, location }, series, encoding) {
    const held = value === "" ? "is empty, or holds comments alone" : `holds \`${(0,src_text/* visible */.RK)(value)}\``;
    return {
        id: "runtime-txt::invalid-version",
        title: "runtime.txt does not name a Python version",
        explanation: `\`runtime.txt\` ${encoding ? `is ${encoding}` : held}. The platform accepts exactly one line in plain UTF-8, of the form \`python-3.13\` or \`python-3.13.2\`.`,
        remedy: `Delete \`runtime.txt\`, which the platforms are about to drop. ${oneLine(series)}`,
        location,
    };
}
/** `runtime.txt` or `.python-version` was understood, but today's platforms would not. */
function looseVersion(file, asked, version) {
    const text = (0,src_text/* visible */.RK)((0,runtime_version/* versionText */.KA)(version));
    const remedy = file === "runtime.txt"
        ? `Delete \`runtime.txt\`, which the platforms are about to drop. ${oneLine(text)}`
        : `Make this the only line of \`.python-version\`:\n\n${text}`;
    return {
        id: file === "runtime.txt" ? "runtime-txt::loose-version" : "python-version-file::loose-version",
        title: `${file} is not written as the platforms read it`,
        explanation: `\`${(0,src_text/* visible */.RK)(asked.value)}\` in \`${file}\` was understood as Python ${text}. Today's platforms accept that version alone in the file, and nothing around it.`,
        remedy,
        location: asked.location,
    };
}
/** A file that was meant to be `runtime.txt`. */
function misspelledRuntimeTxt(file) {
    return {
        id: "runtime-txt::misspelled",
        title: `${file} is not read`,
        explanation: `The platforms read the Python version from \`runtime.txt\`, exactly so, and ignore \`${file}\`.`,
        remedy: `Rename it:\n\ngit mv ${(0,src_text/* shellQuoted */.x)(file)} runtime.txt`,
        location: { file, line: undefined },
    };
}
/** A file that was meant to be `.python-version`. */
function misspelledPythonVersion(file, besideGoodOne) {
    const name = (0,src_text/* shellQuoted */.x)(file);
    return {
        id: "python-version-file::misspelled",
        title: `"${(0,src_text/* visible */.RK)(file)}" is not read`,
        explanation: `The platforms read the Python version from \`.python-version\`, exactly so. This file is named "${(0,src_text/* visible */.RK)(file)}".`,
        remedy: besideGoodOne
            ? `The app has a \`.python-version\`, too. Remove this file:\n\ngit rm -- ${name}`
            : `Rename it:\n\ngit mv -- ${name} .python-version`,
        location: { file, line: undefined },
    };
}
/** `.python-version` is not UTF-8. */
function invalidEncoding(encoding, location, series) {
    return {
        id: "python-version-file::invalid-encoding",
        title: ".python-version is not plain UTF-8",
        explanation: `\`.python-version\` is ${encoding}. The platforms read UTF-8 without a byte order mark only; \`>\` in Windows PowerShell writes UTF-16.`,
        remedy: `Save the file as UTF-8 without a mark, or write it again:\n\necho ${series} > .python-version`,
        location,
    };
}
/** A line of `.python-version` is no version. */
function invalidPythonVersion({ value, location }, series) {
    return {
        id: "python-version-file::invalid-version",
        title: ".python-version does not name a Python version",
        explanation: `Line ${location.line} of \`.python-version\` is \`${(0,src_text/* visible */.RK)(value)}\`. A line must be a series, such as \`3.13\`, or a release, such as \`3.13.2\`: no quotes, prefix, wildcard, range, or comment behind it.`,
        remedy: `Make this the only line of \`.python-version\`:\n\n${series}`,
        location,
    };
}
/** `.python-version` holds nothing. */
function noVersion(series) {
    return {
        id: "python-version-file::no-version",
        title: ".python-version names no version",
        explanation: "`.python-version` holds only blank lines and comments. Lines that begin with `#` are not read.",
        remedy: `Write the version as a line of its own, without \`#\`:\n\n${series}`,
        location: { file: ".python-version", line: 1 },
    };
}
/** `.python-version` holds several versions. */
function multipleVersions(versions, location) {
    const shown = versions.slice(0, 10).map((version) => `\`${(0,src_text/* visible */.RK)(version)}\``);
    const more = versions.length > shown.length ? ` and ${versions.length - shown.length} more` : "";
    return {
        id: "python-version-file::multiple-versions",
        title: ".python-version names several versions",
        explanation: `\`.python-version\` holds ${shown.join(", ")}${more}; an app runs on one.`,
        remedy: "Keep the line of the version that production runs on. To test on several versions, use a matrix.",
        location,
    };
}
/** `Pipfile.lock` can't be read. */
function invalidLockfile(reason, line) {
    return {
        id: "pipfile-lock::invalid-json",
        title: "Pipfile.lock is not valid",
        explanation: `\`Pipfile.lock\` can't be read: ${reason}.`,
        remedy: "Write it anew, and commit it. Pipenv does not replace a file that it can't read:\n\nrm Pipfile.lock && pipenv lock",
        location: { file: "Pipfile.lock", line },
    };
}
/** The version in `Pipfile.lock` is none. */
function invalidLockedVersion({ value, location }, series) {
    return {
        id: "pipfile-lock::invalid-version",
        title: "Pipfile.lock does not name a Python version",
        explanation: `\`_meta.requires\` of \`Pipfile.lock\` holds \`${(0,src_text/* visible */.RK)(value)}\`. The platforms accept a series or a release there, no wildcard and no range.`,
        remedy: `Write \`python_version = "${series}"\` below \`[requires]\` in \`Pipfile\`, then run:\n\npipenv lock`,
        location,
    };
}
/** The version in `Pipfile.lock` was understood, but today's platforms would not. */
function looseLockedVersion({ value, location }, understood) {
    return {
        id: "pipfile-lock::loose-version",
        title: "The Python version in Pipfile.lock is not written as the platforms read it",
        explanation: `\`${(0,src_text/* visible */.RK)(value)}\` in \`Pipfile.lock\` was understood as ${understood}. Today's platforms refuse it.`,
        remedy: "Write a series such as `3.13` or a release below `[requires]` in `Pipfile`, then run:\n\npipenv lock",
        location,
    };
}
/** The version in `Pipfile.lock` is a number, not a text. */
function bareLockedVersion({ value, location }) {
    return {
        id: "pipfile-lock::bare-number",
        title: "The Python version in Pipfile.lock is a number",
        explanation: `The version \`${(0,src_text/* visible */.RK)(value)}\` in \`Pipfile.lock\` stands without quotes. It is read as written here, but some tools read the number 3.10 as 3.1.`,
        remedy: `Put the version in quotes below \`[requires]\` in \`Pipfile\`, \`python_version = "${(0,src_text/* visible */.RK)(value)}"\`, then run:\n\npipenv lock`,
        location,
    };
}
/** `Pipfile` is not TOML. */
function invalidPipfile(reason, line) {
    return {
        id: "pipfile::invalid-toml",
        title: "Pipfile is not valid",
        explanation: `\`Pipfile\` is not TOML, so Pipenv can't read it: ${reason}.`,
        remedy: `Correct line ${line} of \`Pipfile\`.`,
        location: { file: "Pipfile", line },
    };
}
/** The version in `Pipfile` is none. */
function invalidPipfileVersion({ value, location }, series) {
    return {
        id: "pipfile::invalid-version",
        title: "Pipfile does not name a Python version",
        explanation: `\`[requires]\` of \`Pipfile\` holds \`${(0,src_text/* visible */.RK)(value)}\`. A version is a series or a release in quotes; TOML reads the number 3.10 as 3.1.`,
        remedy: `Write this below \`[requires]\` in \`Pipfile\`, then run \`pipenv lock\`:\n\npython_version = "${series}"`,
        location,
    };
}
/** The version in `Pipfile` was understood, though it is not one. */
function loosePipfileVersion({ value, location }, version) {
    const text = (0,src_text/* visible */.RK)((0,runtime_version/* versionText */.KA)(version));
    const field = version.release === undefined ? "python_version" : "python_full_version";
    return {
        id: "pipfile::loose-version",
        title: "The Python version in Pipfile is not written in full",
        explanation: `\`${(0,src_text/* visible */.RK)(value)}\` in \`Pipfile\` was understood as Python ${text}.`,
        remedy: `Write this below \`[requires]\` in \`Pipfile\`, then run \`pipenv lock\`:\n\n${field} = "${text}"`,
        location,
    };
}
/** Python was chosen by an input that the files contradict. */
function inputOverrides(chosen, files, release) {
    const place = files.location?.file ?? "its default";
    return {
        id: "python-version::input-overrides",
        title: `This build runs on another Python than production`,
        explanation: `The input \`python-version\` chose Python ${chosen}. By ${place} the platform would use ${release}, so this run says nothing on a deploy with that.`,
        remedy: "Leave the input out in the job that decides whether the app would deploy.",
        location: files.location,
    };
}

;// CONCATENATED MODULE: ./src/runtime/pipfile.ts







const pipfile_file = "Pipfile";
/** `Pipfile`, `[requires]`: read on platforms that do so, when Pipenv is the package manager. */
const pipfile = {
    origin: pipfile_file,
    read: ({ app, platform, packageManager }) => {
        if (packageManager !== "pipenv" || !platform.readsPipfileVersion || !(0,src_app/* hasFile */.jv)(app, pipfile_file))
            return undefined;
        const { text, toml } = pipfileOf(app) ?? { text: "", toml: parseToml("") };
        if (!toml.valid) {
            return { version: undefined, location: undefined, problems: [invalidPipfile(toml.reason, toml.line)] };
        }
        const field = requiresField(toml.table);
        return field && readField({ text, ...field }, platform);
    },
};
/** The field of `[requires]` that names a Python; undefined when none does. */
function requiresField(table) {
    const requires = Object.entries(table["requires"] ?? {});
    for (const field of ["python_full_version", "python_version"]) {
        const value = requires.find(([name]) => name === field)?.[1];
        if (value !== undefined && value !== "*" && value !== "")
            return { field, value };
    }
    return undefined;
}
function readField({ text, field, value }, platform) {
    const location = { file: pipfile_file, line: lineOfKey(text, "requires", field) };
    const asked = { value: (0,src_text/* valueText */.Ru)(value), location };
    const version = typeof value === "string" ? (0,runtime_version/* parseVersion */.ot)(value) : undefined;
    if (version)
        return { version, location, problems: [] };
    const loose = typeof value === "string" ? parseLooseField(value, platform) : undefined;
    if (loose)
        return { version: loose, location, problems: [loosePipfileVersion(asked, loose)] };
    return { version: undefined, location, problems: [invalidPipfileVersion(asked, platform.defaultSeries)] };
}

;// CONCATENATED MODULE: ./src/rules/pipenv.ts











/** What Pipenv would stop at before it installs anything. */
const pipenvFiles = (facts) => {
    const { app, packageManager, runtime } = facts;
    if (packageManager !== "pipenv")
        return [];
    if (!(0,src_app/* hasFile */.jv)(app, "Pipfile"))
        return [pipfileNotFound()];
    const lockfile = lockfileOf(app);
    const broken = runtime && lockfile && !lockfile.json.valid ? [notJson(lockfile.json.reason, lockfile.json.line)] : [];
    const found = pipfileOf(app);
    if (!found)
        return broken;
    if (!found.toml.valid)
        return [invalidPipfile(found.toml.reason, found.toml.line), ...broken];
    const pipfile = { text: found.text, table: found.toml.table };
    const sources = invalidSources(pipfile);
    return [
        ...sources,
        ...broken,
        ...(runtime && sources.length === 0 ? outOfDate(app, runtime) : []),
        ...(runtime ? pythonMismatch(pipfile, runtime) : []),
    ];
};
/** Tells whether `[requires]` of the `Pipfile` asks for another Python than the runtime. */
function pipfileMismatches(app, release) {
    const toml = pipfileOf(app)?.toml;
    const field = toml?.valid ? comparedField(toml.table) : undefined;
    return field !== undefined && !accepts((0,src_text/* valueText */.Ru)(field.value), release);
}
/** Pipenv looks at the short field only where the full one is missing: a `*` there means any Python. */
function comparedField(table) {
    return Object(table["requires"])["python_full_version"] === "*" ? undefined : requiresField(table);
}
function pipfileNotFound() {
    return {
        id: "pipfile::not-found",
        title: "Pipfile.lock has no Pipfile",
        explanation: "There is a `Pipfile.lock` and no `Pipfile`, and Pipenv refuses to install without it.",
        remedy: "Check that `.gitignore` does not list `Pipfile`, and commit it:\n\ngit add Pipfile",
        location: { file: "Pipfile.lock", line: 1 },
    };
}
function sourcesOf({ table }) {
    const sources = table["source"];
    return Array.isArray(sources) ? sources : [];
}
function invalidSources(pipfile) {
    const header = /^[ \t]*\[\[[ \t]*source[ \t]*\]\]/;
    const lines = pipfile.text.split("\n").flatMap((line, index) => (header.test(line) ? [index + 1] : []));
    return sourcesOf(pipfile).flatMap((source, index) => {
        const missing = ["name", "url"].find((field) => !Object.hasOwn(Object(source), field));
        if (missing === undefined)
            return [];
        return [
            {
                id: "pipfile::invalid-source",
                title: `A source in Pipfile has no ${missing}`,
                explanation: `Each \`[[source]]\` needs a \`name\` and a \`url\`; Pipenv stops at one without \`${missing}\`.`,
                remedy: `Add the line below this \`[[source]]\`:\n\n${missing} = ${missing === "name" ? '"private"' : '"https://…"'}`,
                location: { file: "Pipfile", line: lines[index] },
            },
        ];
    });
}
/** The version source before it had no use for the lockfile, so nothing has been said of it yet. */
function notJson(reason, line) {
    return {
        id: "pipfile-lock::not-json",
        title: "Pipfile.lock is not valid",
        explanation: `\`Pipfile.lock\` can't be read: ${reason}. Pipenv stops at it when it installs.`,
        remedy: "Write it anew, and commit it. Pipenv does not replace a file that it can't read:\n\nrm Pipfile.lock && pipenv lock",
        location: { file: "Pipfile.lock", line },
    };
}
/** Pipenv compares the hash that it left in the lockfile with that of `Pipfile`. */
function outOfDate(app, runtime) {
    const hashes = hashesOf(app);
    if (!hashes)
        return [];
    const { recorded } = hashes;
    const normalizes = (0,runtime_version/* compareVersions */.Zy)((0,package_managers_tools/* toolsFor */.J)(runtime.series).pipenv, "2026.4.0") >= 0;
    const expected = normalizes ? hashes.normalized : hashes.verbatim;
    if (recorded === expected)
        return [];
    const line = (0,src_json/* findMember */.g)(lockfileOf(app)?.text ?? "", ["_meta", "hash", "sha256"])?.line;
    return [staleLockfile({ recorded, expected, ofOlderPipenv: normalizes && recorded === hashes.verbatim, line })];
}
/** The hash in the lockfile, and those that it may have; undefined where the check is left to Pipenv. */
const hashesOf = (0,src_app/* oncePerApp */.A)((app) => {
    const lock = lockfileOf(app)?.json;
    const found = pipfileOf(app);
    if (!lock?.valid || !found?.toml.valid)
        return undefined;
    const pipfile = { text: found.text, table: found.toml.table };
    if (!isHashable(pipfile))
        return undefined;
    const own = sourcesOf(pipfile);
    const sources = own.length > 0 ? own : valueAt(lock.value, ["_meta", "sources"]);
    if (!Array.isArray(sources) || sources.length === 0 || !isPlain(sources))
        return undefined;
    const recorded = valueAt(lock.value, ["_meta", "hash", "sha256"]);
    const hash = (names) => pipfileHash({ pipfile: pipfile.table, sources, names });
    return {
        recorded: typeof recorded === "string" ? recorded : "",
        normalized: hash("normalized"),
        verbatim: hash("verbatim"),
    };
});
/** The TOML reader doesn't keep floats, dates and big integers as written, so their hash can't be known. */
function isHashable({ text, table }) {
    const outsideStrings = text.replace(stringOrComment, (token) => (token.startsWith("#") ? "" : '""'));
    return !/[=,]\s*(?:\[\s*)*[+-]?(?:\d[\d_]*[.eE]|(?:inf|nan)\b)/.test(outsideStrings) && isPlain(table);
}
/** One pattern for both, since each may hold what looks like the other. */
const stringOrComment = /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#.*/g;
/** Python's JSON writer gives up on deep nesting, too. */
const deepest = 100;
function isPlain(value, depth = 0) {
    if (value instanceof Date || typeof value === "bigint" || depth > deepest)
        return false;
    if (typeof value === "number")
        return Number.isSafeInteger(value);
    if (typeof value !== "object" || value === null)
        return true;
    return Object.values(value).every((item) => isPlain(item, depth + 1));
}
function staleLockfile({ recorded, expected, ofOlderPipenv, line }) {
    const ends = (hash) => (hash === "" ? "no hash" : `\`${hash.slice(0, 6)}…${hash.slice(-6)}\``);
    const cause = ofOlderPipenv
        ? "The lockfile is of a Pipenv before 2026.4, which hashed package names as written; `Pipfile` has not changed."
        : "`Pipfile` was changed after the last `pipenv lock`, or the two were merged from different branches.";
    return {
        id: "pipfile-lock::out-of-date",
        title: "Pipfile.lock is out of date",
        explanation: `\`Pipfile.lock\` records ${ends((0,src_text/* visible */.RK)(recorded))}, and \`Pipfile\` now has the hash ${ends(expected)}. ${cause} \`pipenv install --deploy\` aborts.`,
        remedy: "Write the lockfile anew with a current Pipenv, and commit both files:\n\npipenv lock",
        location: { file: "Pipfile.lock", line },
    };
}
function pythonMismatch(pipfile, { release, requested }) {
    const field = comparedField(pipfile.table);
    if (!field || requested.origin === "input")
        return [];
    const wanted = (0,src_text/* valueText */.Ru)(field.value);
    if (accepts(wanted, release))
        return [];
    const origin = requested.location ? `\`${requested.location.file}\`` : "the platform's default";
    return [
        {
            id: "pipfile::python-mismatch",
            title: "Pipfile asks for another Python",
            explanation: `\`${field.field}\` in \`Pipfile\` is \`${(0,src_text/* visible */.RK)(wanted)}\`, which is not the Python ${release} that the app gets by ${origin}. On today's platforms Pipenv aborts the deploy.`,
            remedy: `Make the two equal, or drop one. In \`Pipfile\`, below \`[requires]\`, then run \`pipenv lock\`:\n\npython_version = "${requested.series}"`,
            location: { file: "Pipfile", line: lineOfKey(pipfile.text, "requires", field.field) },
        },
    ];
}
/** As Pipenv compares: a specifier by PEP 440, else only the parts that are given. */
function accepts(wanted, release) {
    if (/[<>]|!=|~=/.test(wanted))
        return satisfies(release, wanted);
    return /^\d+(\.\d+){0,2}$/.test(wanted) ? `${release}.`.startsWith(`${wanted}.`) : wanted === release;
}

;// CONCATENATED MODULE: ./src/procfile.ts

/** Reads the `Procfile`; undefined when the app has none that can be read. */
const procfileOf = (0,src_app/* oncePerApp */.A)((app) => {
    const text = (0,src_app/* hasFile */.jv)(app, "Procfile") ? (0,src_app/* textOf */.b6)(app, "Procfile") : undefined;
    return text === undefined ? undefined : parseProcfile(text);
});
/** Reads a `Procfile`: `name: command` on each line, blanks around them don't count. */
function parseProcfile(text) {
    const processTypes = [];
    const invalid = [];
    for (const [index, raw] of text
        .replace(/^\uFEFF/, "")
        .split("\n")
        .entries()) {
        const line = index + 1;
        const content = raw.trim();
        if (content === "" || content.startsWith("#"))
            continue;
        const [, name, command] = /^([^:\s]+)\s*:\s*(.*)$/.exec(content) ?? [];
        if (name && command)
            processTypes.push({ name, command, line });
        else
            invalid.push({ text: content, line });
    }
    return { text, processTypes, invalid };
}
/** The entry of a process type; of several with one name the last. */
function processType(procfile, name) {
    return procfile.processTypes.findLast((entry) => entry.name === name);
}

;// CONCATENATED MODULE: ./src/runtime/encoding.ts
/** The encoding of a text that is not UTF-8 without a byte order mark, as people know it; undefined when it is. */
function foreignEncoding(bytes) {
    const mark = marks.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
    if (mark)
        return mark.name;
    try {
        new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        return undefined;
    }
    catch {
        return "an encoding other than UTF-8";
    }
}
/** UTF-32 first: its little-endian mark begins with that of UTF-16. */
const marks = [
    { begins: [0xff, 0xfe, 0x00, 0x00], name: "UTF-32" },
    { begins: [0x00, 0x00, 0xfe, 0xff], name: "UTF-32" },
    { begins: [0xff, 0xfe], name: "UTF-16" },
    { begins: [0xfe, 0xff], name: "UTF-16" },
    { begins: [0xef, 0xbb, 0xbf], name: "UTF-8 with a byte order mark" },
];

;// CONCATENATED MODULE: ./src/web-command.ts
const servers = [
    { name: "gunicorn", words: ["gunicorn"], bind: ["-b", "--bind"], loopbackByDefault: false, readsPort: true },
    { name: "uvicorn", words: ["uvicorn"], host: ["--host"], port: ["--port"], loopbackByDefault: true },
    { name: "hypercorn", words: ["hypercorn"], bind: ["--bind", "-b"], loopbackByDefault: true },
    { name: "daphne", words: ["daphne"], host: ["-b", "--bind"], port: ["-p", "--port"], loopbackByDefault: true },
    {
        ...{ name: "flask run", words: ["flask", "run"], host: ["--host", "-h"], port: ["--port", "-p"] },
        ...{ loopbackByDefault: true, development: true },
    },
    {
        ...{ name: "manage.py runserver", words: ["manage.py", "runserver"], positional: true },
        ...{ loopbackByDefault: true, development: true },
    },
    {
        ...{ name: "django-admin runserver", words: ["django-admin", "runserver"], positional: true },
        ...{ loopbackByDefault: true, development: true },
    },
    {
        ...{ name: "waitress-serve", words: ["waitress-serve"], host: ["--host"], port: ["--port"], bind: ["--listen"] },
        loopbackByDefault: false,
    },
    {
        ...{ name: "streamlit run", words: ["streamlit", "run"], host: ["--server.address"], port: ["--server.port"] },
        loopbackByDefault: false,
    },
    {
        ...{ name: "http.server", words: ["http.server"], host: ["--bind", "-b"], positional: true },
        loopbackByDefault: false,
    },
];
/** Options of programs that aren't known. */
const unknown = {
    ...{ name: "", words: [], host: ["--host"], port: ["--port", "-p"], bind: ["--bind", "-b"] },
    ...{ loopbackByDefault: false, readsPort: true },
};
/**
 * Judges a `web` command by its text alone; undefined for one that is too long to be read. A command that is only a
 * script has nothing to judge.
 *
 * Source: the defaults in each server's documentation; `gunicorn` binds `0.0.0.0:$PORT` where `PORT` is set.
 */
function judgeWebCommand(command) {
    if (command.length > longestCommand)
        return undefined;
    const parts = command.split(/(\s*(?:&&|\|\|?|;|&)\s*)/);
    const at = parts.findLastIndex((part, index) => index % 2 === 0 && serverOf(wordsOf(part)) !== undefined);
    const index = at === -1 ? parts.length - 1 : at;
    const judged = judge(wordsOf(parts[index] ?? ""));
    return { ...judged, corrected: parts.with(index, judged.corrected).join("") };
}
function judge(words) {
    const found = serverOf(words);
    const server = found?.server ?? unknown;
    const places = placesOf(words, server, found?.end ?? 0);
    const host = places.map((place) => place.host).find((value) => value !== undefined);
    const port = places.map((place) => place.port).find((value) => value !== undefined);
    const usesPort = words.some((word) => web_command_variable.test(word));
    const elsewhere = places.some((place) => place.socket);
    const literal = port !== undefined && /^\d+$/.test(port) && !usesPort;
    const ownPort = port === undefined && !server.readsPort && !usesPort && !elsewhere;
    const byDefault = host === undefined && server.loopbackByDefault && !elsewhere;
    const loopback = host === undefined ? byDefault : isLoopback(host);
    return {
        loopback: loopback ? { address: host } : undefined,
        fixedPort: literal || ownPort ? { port } : undefined,
        server: found?.server.name,
        development: server.development === true,
        corrected: correct({ words, server, places, end: found?.end ?? 0, missingPort: ownPort, missingHost: byDefault }),
    };
}
/** In characters. */
const longestCommand = 2000;
const web_command_variable = /\$(?:PORT\b|\{PORT\b)/;
function isLoopback(host) {
    return /^(?:127\.\d+\.\d+\.\d+|localhost|\[?::1\]?)$/i.test(host);
}
function wordsOf(command) {
    return command.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
}
/** The server that a command starts, and the index of the word after those that do so. */
function serverOf(words) {
    for (const index of words.keys()) {
        const server = servers.find(({ words: start }) => start.every((word, offset) => {
            const given = words[index + offset] ?? "";
            return given === word || (offset === 0 && given.endsWith(`/${word}`));
        }));
        if (server)
            return { server, end: index + server.words.length };
    }
    return undefined;
}
function placesOf(words, server, end) {
    const options = ["host", "port", "bind"].flatMap((kind) => (server[kind] ?? []).flatMap((option) => optionPlaces({ words, option, kind, from: end })));
    const sockets = words.flatMap((word, index) => (/^--(?:uds|fd|unix-socket)\b/.test(word) ? [socketAt(index)] : []));
    const first = words[end];
    const positional = server.positional && first !== undefined && !first.startsWith("-") ? [bindAt(end, "", first)] : [];
    return [...positional, ...options, ...sockets];
}
function optionPlaces(search) {
    const { words, option, kind, from } = search;
    return words.flatMap((word, index) => {
        if (index < from || !word.startsWith(option))
            return [];
        const next = words[index + 1];
        if (word === option)
            return next === undefined ? [] : [placeAt({ index: index + 1, before: "", kind, value: next })];
        const before = word.startsWith(`${option}=`) ? `${option}=` : option;
        // Only short options are joined to their value: `--bind` is not the beginning of `--binding`.
        if (before === option && option.startsWith("--"))
            return [];
        return [placeAt({ index, before, kind, value: word.slice(before.length) })];
    });
}
function placeAt({ index, before, kind, value, }) {
    const text = value.replace(/^(["'])(.*)\1$/, "$2");
    if (kind === "bind")
        return bindAt(index, before, text);
    const [host, port] = kind === "host" ? [text, undefined] : [undefined, text];
    return { index, before, kind, host, port, socket: false };
}
function bindAt(index, before, text) {
    if (/^(?:unix|fd):/.test(text))
        return { ...socketAt(index), before };
    const [, host, port] = /^(?:(.*):)?([^:]*)$/.exec(text) ?? [];
    const isPort = /^\d+$/.test(port ?? "") || web_command_variable.test(port ?? "");
    const given = host === undefined && !isPort ? port : host;
    return {
        ...{ index, before, kind: "bind", socket: false },
        host: given === "" ? "0.0.0.0" : given,
        port: isPort ? port : undefined,
    };
}
function socketAt(index) {
    return { index, before: "", kind: "bind", host: undefined, port: undefined, socket: true };
}
const listening = { host: "0.0.0.0", port: "$PORT", bind: "0.0.0.0:$PORT" };
function correct({ words, server, places, end, missingHost, missingPort }) {
    const corrected = [...words];
    for (const { index, before, kind, socket } of places) {
        if (!socket)
            corrected[index] = before + listening[kind];
    }
    if (server.positional && (missingHost || missingPort) && places.every((place) => place.index !== end)) {
        corrected.splice(end, 0, server.loopbackByDefault ? listening.bind : listening.port);
    }
    else {
        if (missingHost || missingPort)
            corrected.push(...added(server, { missingHost, missingPort }));
    }
    return corrected.join(" ");
}
function added(server, missing) {
    const { host, port, bind } = server;
    if (!host && bind?.[0])
        return [bind[0], listening.bind];
    return [
        ...(missing.missingHost && host?.[0] ? [host[0], listening.host] : []),
        ...(missing.missingPort && port?.[0] ? [port[0], listening.port] : []),
    ];
}

;// CONCATENATED MODULE: ./src/rules/procfile.ts






const procfile_file = "Procfile";
/** The `Procfile` is one that the platform reads as it was meant. */
const procfile = ({ app, platform }) => {
    if (!(0,src_app/* hasFile */.jv)(app, procfile_file))
        return noProcfile(app);
    const bytes = (0,src_app/* bytesOf */.$$)(app, procfile_file);
    const found = procfileOf(app);
    if (!bytes || !found)
        return [];
    const encoding = foreignEncoding(bytes);
    // What stands in it can't be told.
    if (encoding?.startsWith("UTF-16") || encoding?.startsWith("UTF-32"))
        return [wrongEncoding(encoding)];
    const web = processType(found, "web");
    return [
        encoding ? [wrongEncoding(encoding)] : [],
        /\r\n/.test(found.text) ? [procfile_crlf(found.text)] : [],
        (0,finding/* firstFew */.Dt)(found.invalid).map(procfile_invalidLine),
        (0,finding/* firstFew */.Dt)(found.processTypes.filter((entry) => !isName(entry.name, platform))).map((entry) => invalidName(entry, platform)),
        (0,finding/* firstFew */.Dt)(duplicates(found)).map(duplicateName),
        web ? [] : [noWeb(found)],
        deployEntries(found, platform),
        web ? webCommand(web) : [],
    ].flat();
};
function noProcfile(app) {
    const pattern = /^procfile(?:\.(?:txt|ya?ml|rtf))?$/i;
    const misspelled = [...app.entries.keys()].sort().find((name) => pattern.test(name) && (0,src_app/* hasFile */.jv)(app, name));
    if (misspelled !== undefined) {
        return [
            {
                id: "procfile::misspelled",
                title: `${misspelled} is not read`,
                explanation: `The platforms read \`Procfile\`, exactly so; this app has a \`${misspelled}\`.`,
                remedy: `Rename it:\n\ngit mv ${(0,src_text/* shellQuoted */.x)(misspelled)} Procfile`,
                location: { file: misspelled, line: undefined },
            },
        ];
    }
    return [
        {
            id: "procfile::missing",
            title: "The app has no Procfile",
            explanation: "The Python buildpack starts nothing by itself, so without a `Procfile` the platform has nothing to run.",
            remedy: `Write a \`Procfile\` with this line:\n\n${webLine(app)}`,
            location: undefined,
        },
    ];
}
/** The `web` entry that an app most likely needs. */
function webLine(app) {
    const settings = /["']DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]{1,100}?)\.settings/.exec((0,src_app/* textOf */.b6)(app, "manage.py") ?? "");
    if (settings)
        return `web: gunicorn ${settings[1]}.wsgi`;
    const module = ["app.py", "main.py", "server.py"].find((name) => (0,src_app/* hasFile */.jv)(app, name)) ?? "app.py";
    return `web: gunicorn ${module.replace(".py", "")}:app`;
}
function wrongEncoding(encoding) {
    return {
        id: "procfile::encoding",
        title: "Procfile is not plain UTF-8",
        explanation: `\`Procfile\` is ${encoding}, and the platforms read UTF-8. \`>\` in Windows PowerShell writes UTF-16.`,
        remedy: "Save it as UTF-8 without a byte order mark.",
        location: { file: procfile_file, line: 1 },
    };
}
function procfile_crlf(text) {
    const line = (0,src_text/* lineOf */.cA)(text, /\r\n/);
    return {
        id: "procfile::crlf",
        title: "Procfile has Windows line ends",
        explanation: `Lines of \`Procfile\` end in CR LF, beginning with line ${line}. The CR may become part of the command.`,
        remedy: "Write this line to `.gitattributes`, then run `git add --renormalize Procfile`, and commit:\n\nProcfile text eol=lf",
        location: { file: procfile_file, line: 1 },
    };
}
function procfile_invalidLine({ text, line }) {
    return {
        id: "procfile::invalid-line",
        title: "A line of the Procfile is not valid",
        explanation: `Line ${line} of \`Procfile\` is \`${(0,src_text/* visible */.RK)(text)}\`, which is not of the form \`name: command\`.`,
        remedy: "Write it like this one, or remove it:\n\nworker: python worker.py",
        location: { file: procfile_file, line },
    };
}
function isName(name, { procfile: { nameSymbols, longestName } }) {
    return withoutInvalid(name, nameSymbols) === name && name.length <= (longestName ?? name.length);
}
function withoutInvalid(name, symbols) {
    return [...name].filter((letter) => /[A-Za-z0-9]/.test(letter) || symbols.includes(letter)).join("");
}
function invalidName({ name, line }, { procfile: { nameSymbols, longestName } }) {
    const valid = withoutInvalid(name, nameSymbols).slice(0, longestName) || "worker";
    const others = nameSymbols === "" ? "" : `, ${[...nameSymbols].map((symbol) => `\`${symbol}\``).join(", ")}`;
    return {
        id: "procfile::invalid-name",
        title: `The process type ${(0,src_text/* visible */.RK)(name)} has no valid name`,
        explanation: `\`${(0,src_text/* visible */.RK)(name)}\` in \`Procfile\` is not a name for the platform: it may hold letters and digits${others}${longestName === undefined ? "" : `, at most ${longestName} of them`}.`,
        remedy: `Rename it, for example:\n\n${valid}: …`,
        location: { file: procfile_file, line },
    };
}
function duplicates({ processTypes }) {
    const seen = new Set();
    return processTypes.filter(({ name }) => seen.size === seen.add(name).size);
}
function duplicateName({ name, line }) {
    return {
        id: "procfile::duplicate-name",
        title: `The Procfile names ${(0,src_text/* visible */.RK)(name)} twice`,
        explanation: `Line ${line} of \`Procfile\` is another entry for \`${(0,src_text/* visible */.RK)(name)}\`. The last one may win; the platform does not promise it.`,
        remedy: `Keep one of them:\n\nsed -i ${line}d Procfile`,
        location: { file: procfile_file, line },
    };
}
function noWeb({ processTypes }) {
    const names = processTypes.slice(0, 10).map(({ name }) => `\`${(0,src_text/* visible */.RK)(name)}\``);
    return {
        id: "procfile::no-web",
        title: "The Procfile has no web entry",
        explanation: `\`Procfile\` names ${names.join(", ") || "nothing"}, and no \`web\`. Scalingo waits for \`web\` at each deploy unless it is scaled to 0.`,
        remedy: "Add a `web` entry or, for an app without one:\n\nscalingo scale web:0",
        location: { file: procfile_file, line: 1 },
    };
}
/** Entries that run once for each deploy go by another name on another platform. */
function deployEntries(found, { procfile: { postdeploy } }) {
    const release = processType(found, "release");
    const after = processType(found, "postdeploy");
    return [
        ...(release && postdeploy.entry !== "release"
            ? [
                {
                    id: "procfile::release-entry",
                    title: "The release entry is never run",
                    explanation: `Line ${release.line} of \`Procfile\` is a \`release\` entry, which Heroku runs. Scalingo runs \`${(0,src_text/* visible */.RK)(postdeploy.entry)}\` instead, after the boot and before the new version gets requests.`,
                    remedy: `Rename it:\n\n${(0,src_text/* visible */.RK)(postdeploy.entry)}: ${(0,src_text/* visible */.RK)(release.command)}`,
                    location: { file: procfile_file, line: release.line },
                },
            ]
            : []),
        ...(after && postdeploy.entry !== "postdeploy"
            ? [
                {
                    id: "procfile::postdeploy-entry",
                    title: "The postdeploy entry is an ordinary process type",
                    explanation: `Line ${after.line} of \`Procfile\` is a \`postdeploy\` entry, which Scalingo runs once for each deploy. Here that is \`${(0,src_text/* visible */.RK)(postdeploy.entry)}\`.`,
                    remedy: `Rename it:\n\n${(0,src_text/* visible */.RK)(postdeploy.entry)}: ${(0,src_text/* visible */.RK)(after.command)}`,
                    location: { file: procfile_file, line: after.line },
                },
            ]
            : []),
    ];
}
function webCommand({ command, line }) {
    const judged = judgeWebCommand(command);
    if (!judged)
        return [];
    const { loopback, fixedPort, server, development, corrected } = judged;
    const location = { file: procfile_file, line };
    const remedy = `Let it listen where the platform looks for it:\n\nweb: ${procfile_shown(corrected)}`;
    return [
        ...(loopback
            ? [
                {
                    id: "procfile::loopback-address",
                    title: "web listens on the loopback address",
                    explanation: `\`${procfile_shown(command)}\` listens on ${loopback.address === undefined ? `127.0.0.1, as ${server} does by default` : (0,src_text/* visible */.RK)(loopback.address)}, where the platform's router can't reach it.`,
                    remedy,
                    location,
                },
            ]
            : []),
        ...(fixedPort
            ? [
                {
                    id: "procfile::fixed-port",
                    title: "web does not listen on $PORT",
                    explanation: `\`${procfile_shown(command)}\` listens on ${fixedPort.port === undefined ? `the default port of ${server}` : `port ${(0,src_text/* visible */.RK)(fixedPort.port)}`}. The platform chooses the port, and names it in \`$PORT\`.`,
                    remedy,
                    location,
                },
            ]
            : []),
        ...(development
            ? [
                {
                    id: "procfile::development-server",
                    title: `web runs ${server}`,
                    explanation: `${server} is a server for development: it is slow, and not meant to be reached from outside.`,
                    remedy: "Declare gunicorn as a dependency, and use it:\n\nweb: gunicorn <module>:<application>",
                    location,
                },
            ]
            : []),
    ];
}
/** A command as it stands, so that it can be pasted; without what can't be seen. */
function procfile_shown(command) {
    return command.length <= 300 ? command.replace(/[^\x20-\x7e]/gu, "\uFFFD") : (0,src_text/* visible */.RK)(command);
}

;// CONCATENATED MODULE: ./src/rules/poetry-constraint.ts
/**
 * Poetry's notation for versions as PEP 440 specifiers: a version fits when it satisfies one of them. Undefined for what
 * can't be read.
 *
 * Source: https://python-poetry.org/docs/dependency-specification/
 */
function poetrySpecifiers(constraint) {
    if (constraint.length > longestConstraint)
        return undefined;
    const alternatives = constraint.split(/\|\|?/).map((alternative) => {
        const joined = alternative.trim().replace(/([\^~<>=!])\s+/g, "$1");
        const parts = joined.split(/\s*,\s*|\s+/).map(specifier);
        return parts.includes(undefined) ? undefined : parts.filter((part) => part !== "").join(",");
    });
    return alternatives.every((alternative) => alternative !== undefined) ? alternatives : undefined;
}
/** In characters. */
const longestConstraint = 500;
/** A single constraint; an empty text where any version fits. */
function specifier(part) {
    if (part === "*")
        return "";
    const [, operator = "", version = "", wildcard] = /^(\^|~=|~|[<>!=]=?)?\s*(\d+(?:\.\d+){0,2})(\.\*)?$/.exec(part) ?? [];
    if (version === "" || operator === "!")
        return undefined;
    const numbers = version.split(".").map(Number);
    if (wildcard)
        return operator === "" || operator === "==" || operator === "!=" ? `${operator || "=="}${version}.*` : undefined;
    switch (operator) {
        case "":
        case "=":
            return `==${version}`;
        case "^":
            return `>=${version},<${caretEnd(numbers)}`;
        case "~":
            return `>=${version},<${next(numbers.slice(0, 2))}`;
        default:
            return `${operator}${version}`;
    }
}
/** The first number that isn't 0 may not change. */
function caretEnd(numbers) {
    const first = numbers.findIndex((number) => number !== 0);
    return next(numbers.slice(0, first === -1 ? numbers.length : first + 1));
}
/** The version after all that begin with these numbers. */
function next(numbers) {
    return [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join(".");
}

;// CONCATENATED MODULE: ./src/rules/pyproject.ts








const pyproject_file = "pyproject.toml";
/** What Poetry, uv, or pip with an editable app would stop at in `pyproject.toml`. */
const pyproject = (facts) => {
    const { app, packageManager, runtime } = facts;
    const lockfile = packageManager === "poetry" ? "poetry.lock" : packageManager === "uv" ? "uv.lock" : undefined;
    if (lockfile && !(0,src_app/* hasFile */.jv)(app, pyproject_file))
        return [notFound(lockfile)];
    const found = lockfile || isReadByPip(facts) ? pyprojectOf(app) : undefined;
    if (!found)
        return [];
    if (!found.toml.valid)
        return [invalidToml(found.toml.reason, found.toml.line)];
    const judged = lockfile && runtime && runtime.requested.origin !== "input";
    return judged ? statements(app, lockfile, found).flatMap((statement) => mismatch(statement, runtime)) : [];
};
/** pip builds the app's own project: by `-e .` or `.`, or `setup.py` alone. */
function isReadByPip({ app, packageManager }) {
    if (packageManager === "setup.py")
        return true;
    if (packageManager !== "pip")
        return false;
    return (0,requirements_requirements/* requirementsOf */.CG)(app).requirements.some(({ text }) => /^\.\/?$/.test(localPath(text) ?? ""));
}
function notFound(lockfile) {
    return {
        id: "pyproject::not-found",
        title: `${lockfile} has no pyproject.toml`,
        explanation: `There is a \`${lockfile}\` and no \`pyproject.toml\`, without which nothing is installed.`,
        remedy: "Check that `.gitignore` does not list `pyproject.toml`, and commit it:\n\ngit add pyproject.toml",
        location: { file: lockfile, line: 1 },
    };
}
function invalidToml(reason, line) {
    return {
        id: "pyproject::invalid-toml",
        title: "pyproject.toml is not valid",
        explanation: `\`pyproject.toml\` is not TOML: ${reason}.`,
        remedy: `Correct line ${line} of \`pyproject.toml\`.`,
        location: { file: pyproject_file, line },
    };
}
function statements(app, lockfile, { text, toml }) {
    const table = toml.valid ? toml.table : {};
    const requiresPython = valueAt(table, ["project", "requires-python"]);
    const own = statement("requires-python", requiresPython, {
        specifiers: pep440,
        location: { file: pyproject_file, line: lineOfKey(text, "project", "requires-python") },
    });
    if (lockfile === "uv.lock") {
        const locked = lockedPython(app);
        const inLock = statement("requires-python", locked?.value, {
            specifiers: pep440,
            location: { file: lockfile, line: locked?.line },
        });
        return [...own, ...inLock];
    }
    // Poetry's own field is for a project that has no `requires-python`, or narrows it down.
    const ofPoetry = statement("python", valueAt(table, ["tool", "poetry", "dependencies", "python"]), {
        specifiers: poetrySpecifiers,
        location: { file: pyproject_file, line: lineOfKey(text, "tool.poetry.dependencies", "python") },
    });
    return [...own, ...ofPoetry];
}
function statement(field, written, { specifiers, location }) {
    const read = typeof written === "string" ? specifiers(written) : undefined;
    return typeof written === "string" && read ? [{ field, written, specifiers: read, location }] : [];
}
/** Undefined for what PEP 440 does not know. */
function pep440(specifier) {
    return specifier.length < 500 && validRange(specifier) ? [specifier] : undefined;
}
/** `requires-python` stands at the top of `uv.lock`, before its thousands of packages. */
const lockedPython = (0,src_app/* oncePerApp */.A)((app) => {
    const bytes = (0,src_app/* bytesOf */.$$)(app, "uv.lock")?.subarray(0, 10_000);
    const [top = ""] = new TextDecoder().decode(bytes).split(/^\[\[/m, 1);
    const toml = parseToml(top);
    const value = toml.valid ? toml.table["requires-python"] : undefined;
    return { value, line: lineOfKey(top, undefined, "requires-python") };
});
function mismatch({ field, written, specifiers, location }, { release, requested }) {
    if (specifiers.some((specifier) => specifier === "" || satisfies(release, specifier)))
        return [];
    const origin = requested.location ? `\`${requested.location.file}\`` : "the platform's default";
    return [
        {
            id: "pyproject::python-mismatch",
            title: `${location.file} does not accept the app's Python`,
            explanation: `\`${field}\` in \`${location.file}\` is \`${(0,src_text/* visible */.RK)(written)}\`, and by ${origin} the app gets Python ${release}. The package manager refuses to install.`,
            remedy: `Ask for a Python that it accepts in \`.python-version\`, or change \`${field}\` in \`pyproject.toml\` and write the lockfile anew.`,
            location,
        },
    ];
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
;// CONCATENATED MODULE: ./src/rules/source.ts



/** The committed files fit into the archive that the platform takes. */
const archiveFits = ({ app, platform }) => {
    const { repository } = app;
    const { largestArchive } = platform;
    if (!repository || largestArchive === undefined || repository.archiveSize <= largestArchive)
        return [];
    const largest = repository.largest.map(({ path, bytes }) => `\`${(0,src_text/* visible */.RK)(path)}\` (${megabytes(bytes)})`);
    return [
        {
            id: "source::archive-too-large",
            title: "The repository is too large for the platform",
            explanation: `A tar of the committed files has ${repository.archiveSize} bytes, and the platform takes ${largestArchive} (${megabytes(largestArchive)}), uncompressed. The most room at its root takes ${largest.join(", ")}.`,
            remedy: `Keep large files in an object store, and take them out of the repository:\n\ngit rm -r --cached ${(0,src_text/* shellQuoted */.x)(repository.largest[0]?.path ?? "")}`,
            location: undefined,
        },
    ];
};
/** The platform fetches the code of submodules, or there are none in the app. */
const submodules = ({ app, platform }) => {
    const file = (0,src_app/* findUpward */.FG)(app, ".gitmodules");
    const text = file === undefined ? undefined : (0,src_app/* textOf */.b6)(app, file);
    const header = /^[ \t]*\[submodule /m.exec(text ?? "");
    const folders = submoduleFolders(app).filter((folder) => !(0,src_app/* leavesApp */.Oy)(folder));
    if (file === undefined || text === undefined || !header)
        return [];
    // Those of a whole repository may stand beside the app.
    if (file !== ".gitmodules" && folders.length === 0)
        return [];
    return [
        {
            id: "source::submodules",
            title: "The app has git submodules",
            explanation: `\`.gitmodules\` names ${folders.map((folder) => `\`${(0,src_text/* visible */.RK)(folder)}\``).join(", ") || "a submodule"}. ${platform.fetchesSubmodules
                ? "The platform fetches submodules, which `actions/checkout` does on request alone."
                : "Scalingo fetches no submodules, so the folder is empty there."}`,
            remedy: platform.fetchesSubmodules
                ? "Let the checkout fetch them:\n\nwith:\n  submodules: true"
                : "Vendor the code, or make it a dependency.",
            location: { file, line: (0,src_text/* lineAt */.mh)(text, header.index) },
        },
    ];
};
/** Folders of the app that are git submodules, relative to its root. */
function submoduleFolders(app) {
    const file = (0,src_app/* findUpward */.FG)(app, ".gitmodules");
    const text = file === undefined ? undefined : (0,src_app/* textOf */.b6)(app, file);
    if (file === undefined || text === undefined)
        return [];
    const paths = [...text.matchAll(/^[ \t]*path[ \t]*=[ \t]*(.+)$/gm)].map(([, path = ""]) => path.trim());
    return paths.map((path) => external_node_path_.posix.join(external_node_path_.posix.dirname(file), path));
}
/** Files that decide a build, by what they are about. */
const kinds = [
    ["Pipfile.lock", "requirements.txt", "poetry.lock", "uv.lock"],
    ["Pipfile"],
    ["pyproject.toml"],
    ["setup.py"],
    [".python-version", "runtime.txt"],
];
const hooksAndProcfile = ["bin/pre_compile", "bin/post_compile", "Procfile"];
/** What decides the build is committed. */
const committedFiles = ({ app }) => {
    if (!app.repository)
        return [];
    const { uncommitted, ignored } = app.repository;
    return [
        ...[...kinds.flat(), ...hooksAndProcfile].filter((file) => uncommitted.includes(file)).map(notCommitted),
        ...kinds.flatMap((kind) => {
            const file = kind.find((name) => ignored.has(name));
            return file === undefined || kind.some((name) => (0,src_app/* hasFile */.jv)(app, name)) ? [] : [ignoredFile(file, app)];
        }),
    ];
};
function notCommitted(file) {
    return {
        id: "source::uncommitted",
        title: `${file} is not committed`,
        explanation: `\`${file}\` is here, and git neither has nor ignores it. The platform gets what is committed.`,
        remedy: `Commit it:\n\ngit add ${file}`,
        location: { file, line: undefined },
    };
}
function ignoredFile(file, app) {
    const location = app.repository?.ignored.get(file);
    const place = location
        ? `line ${location.line} of \`${(0,src_text/* visible */.RK)(location.file)}\``
        : "the settings of this machine's git";
    return {
        id: "source::ignored-file",
        title: `${file} is ignored by git`,
        explanation: `\`${file}\` is on this machine only: ${place} hides it, so the platform does not get it, and this build leaves it out.`,
        remedy: `Take it out of the ignored files, and commit it:\n\ngit add --force ${file}`,
        location,
    };
}
/** Every file that the build needs can be read. Hooks have a rule of their own. */
const readableFiles = ({ app }) => [...app.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, content]) => {
    if (content.kind === "read" || mayBeUnreadable.test(file))
        return [];
    return [
        {
            id: "source::unreadable",
            title: `${(0,src_text/* visible */.RK)(file)} can't be read`,
            explanation: `The build reads \`${(0,src_text/* visible */.RK)(file)}\`, but ${content.reason}.`,
            remedy: "Make it a text file of the usual size that everyone may read (`chmod a+r`), or delete it.",
            location: { file, line: undefined },
        },
    ];
});
/** Hooks, and files that are looked at for advice alone. */
const mayBeUnreadable = /^(?:bin\/.*|\.\.\/.*|requirements(?!-test\.txt$).+\.txt|\.buildpacks|\.slugignore|\.gitmodules|app\.json|scalingo\.json|manage\.py|pip\.conf)$/;
function megabytes(bytes) {
    return `${(bytes / 1024 / 1024).toFixed(0)} MiB`;
}

;// CONCATENATED MODULE: ./src/rules/requirements.ts










/** The requirements that a build reads: none unless pip does. */
function readByPip({ app, packageManager, inputs }) {
    if (packageManager !== "pip" && packageManager !== "setup.py")
        return [];
    return [
        ...(packageManager === "pip" ? [(0,requirements_requirements/* requirementsOf */.CG)(app)] : []),
        ...(inputs.testDependencies ? [(0,requirements_requirements/* testRequirementsOf */.s$)(app)] : []),
    ];
}
/** Each file that a requirements file includes is there, and none includes itself. */
const includes = (facts) => {
    const { app, platform } = facts;
    const fetched = platform.fetchesSubmodules ? submoduleFolders(app) : [];
    return readByPip(facts).flatMap((read) => [
        ...(0,finding/* firstFew */.Dt)(read.includes.filter((include) => isMissing(include, app, fetched))).map((include) => missing(include, app)),
        ...(0,finding/* firstFew */.Dt)(read.cycles).map(cycle),
    ]);
};
function isMissing({ path }, app, fetched) {
    if (path === undefined || app.entries.get(path) === "file")
        return false;
    return !fetched.some((folder) => path.startsWith(`${folder}/`));
}
function missing({ written, path = "", location }, app) {
    const kind = app.entries.get(path);
    const similar = (0,src_text/* nearest */.pA)(path, [...app.entries.keys()]);
    const spelled = similar === undefined ? "" : ` There is a \`${(0,src_text/* visible */.RK)(similar)}\`.`;
    return {
        id: "requirements::missing-include",
        title: `${(0,src_text/* visible */.RK)(written)} is not there`,
        explanation: `\`${(0,src_text/* visible */.RK)(location.file)}\` includes \`${(0,src_text/* visible */.RK)(written)}\`, and \`${(0,src_text/* visible */.RK)(path)}\` is ${kind === "folder" ? "a folder" : "no file of the app"}. Paths are relative to the file that has them.${spelled}`,
        remedy: `Correct line ${location.line} of \`${(0,src_text/* visible */.RK)(location.file)}\`, or commit the file. See what git has:\n\ngit ls-files '*.txt'`,
        location,
    };
}
function cycle({ written, location }) {
    return {
        id: "requirements::include-cycle",
        title: `${(0,src_text/* visible */.RK)(location.file)} includes itself`,
        explanation: `\`${(0,src_text/* visible */.RK)(written)}\` is being read already when \`${(0,src_text/* visible */.RK)(location.file)}\` includes it, and pip gives up on that.`,
        remedy: `Remove line ${location.line} of \`${(0,src_text/* visible */.RK)(location.file)}\`.`,
        location,
    };
}
/** pip and other tools can decode each requirements file. */
const encodings = (facts) => readByPip(facts).flatMap(({ files }) => files.flatMap((file) => encoding(file, (0,src_app/* bytesOf */.$$)(facts.app, file))));
function encoding(file, bytes = new Uint8Array()) {
    const { decodable, encoding: name } = (0,requirements_file/* decodeRequirements */.F7)(bytes);
    if (decodable && name === "utf-8")
        return [];
    const location = { file, line: 1 };
    const remedy = `Save \`${(0,src_text/* visible */.RK)(file)}\` as UTF-8 without a byte order mark. \`pip freeze >\` in Windows PowerShell writes UTF-16; this does not:\n\npip freeze | Out-File -Encoding ascii requirements.txt`;
    return [
        decodable
            ? {
                id: "requirements::encoding",
                title: `${(0,src_text/* visible */.RK)(file)} is not UTF-8`,
                explanation: `\`${(0,src_text/* visible */.RK)(file)}\` is ${(0,src_text/* visible */.RK)(name.toUpperCase())}. pip can read it; other tools take it for binary.`,
                remedy,
                location,
            }
            : {
                id: "requirements::undecodable",
                title: `${(0,src_text/* visible */.RK)(file)} can't be decoded`,
                explanation: `\`${(0,src_text/* visible */.RK)(file)}\` holds bytes that are not ${(0,src_text/* visible */.RK)(name.toUpperCase())}, and no byte order mark or \`# coding:\` line says what they are. pip gives up on that.`,
                remedy,
                location,
            },
    ];
}
/** No local path leaves the app. */
const pathsInApp = (facts) => {
    const { app } = facts;
    const outside = localPaths(facts).filter(({ target }) => (0,src_app/* leavesApp */.Oy)(target));
    return (0,finding/* firstFew */.Dt)(outside).map(({ written, target, location }) => {
        return {
            id: "requirements::path-outside-app",
            title: `${(0,src_text/* visible */.RK)(written)} is not in the app's folder`,
            explanation: `\`${(0,src_text/* visible */.RK)(location.file)}\` names \`${(0,src_text/* visible */.RK)(written)}\`, which leads out of the app's folder. The platform builds that folder alone${app.entries.get(target) === "file" ? ", so what is here is missing there" : ""}.`,
            remedy: "Move the code into the app's folder, or publish it as a package.",
            location,
        };
    });
};
function localPaths(facts) {
    const { app, packageManager } = facts;
    if (packageManager === "pipenv")
        return pathsInPipfile(app);
    if (packageManager === "poetry" || packageManager === "uv")
        return pathsInPyproject(app);
    return readByPip(facts).flatMap(({ includes: named, requirements }) => [
        ...named.flatMap(({ written, path, location }) => path === undefined ? [] : [{ written, target: path, location }]),
        ...requirements.flatMap(({ text, location }) => {
            const written = localPath(text);
            // They are relative to the app's root, not to the file that has them.
            return written === undefined ? [] : [{ written, target: external_node_path_.posix.normalize(written), location }];
        }),
    ]);
}
const pathsInPipfile = (0,src_app/* oncePerApp */.A)((app) => {
    const pipfile = pipfileOf(app);
    return pipfile?.toml.valid ? pathsOf(pipfile.toml.table, { file: "Pipfile", text: pipfile.text }) : [];
});
const pathsInPyproject = (0,src_app/* oncePerApp */.A)((app) => {
    const found = pyprojectOf(app);
    if (!found?.toml.valid)
        return [];
    const { table } = found.toml;
    const places = [valueAt(table, ["tool", "poetry"]), valueAt(table, ["tool", "uv", "sources"])];
    return places.flatMap((value) => pathsOf(value, { file: "pyproject.toml", text: found.text }));
});
/** The texts at `path` in tables, however deep. */
function pathsOf(value, at, depth = 0) {
    if (typeof value !== "object" || value === null || depth > 10)
        return [];
    return Object.entries(value).flatMap(([key, item]) => {
        if (key !== "path" || typeof item !== "string")
            return pathsOf(item, at, depth + 1);
        const offset = at.text.indexOf(JSON.stringify(item));
        const location = { file: at.file, line: offset === -1 ? undefined : (0,src_text/* lineAt */.mh)(at.text, offset) };
        return [{ written: item, target: external_node_path_.posix.normalize(item), location }];
    });
}
/** No requirement or index takes a value from a variable that the platform's install does not get. */
const variablesInRequirements = (facts) => {
    const { app, packageManager, platform } = facts;
    const reaching = packageManager && platform.installVariables !== "all" ? platform.installVariables[packageManager] : [];
    const lines = packageManager === "pipenv"
        ? sourceLines(app)
        : readByPip(facts).flatMap(({ requirements, options }) => [...requirements, ...options]);
    const named = lines.flatMap(({ text, location }) => {
        const name = requirements_file/* namedVariable */.m3.exec(text)?.[1];
        return name === undefined || reaching?.includes(name) ? [] : [{ name, location }];
    });
    return (0,finding/* firstFew */.Dt)(named).map(({ name, location }) => ({
        id: "requirements::environment-variable",
        title: `${(0,src_text/* visible */.RK)(location.file)} needs the variable ${(0,src_text/* visible */.RK)(name)}`,
        explanation: `Line ${location.line} of \`${(0,src_text/* visible */.RK)(location.file)}\` takes \`\${${(0,src_text/* visible */.RK)(name)}}\` from the environment. Config vars do not reach the install on today's platforms, except \`PIP_EXTRA_INDEX_URL\`.`,
        remedy: "Take the index out of the file, and give its URL with the credentials to the platform:\n\nPIP_EXTRA_INDEX_URL=https://user:token@index.example.com/simple",
        location,
    }));
};
function sourceLines(app) {
    const lines = ((0,src_app/* textOf */.b6)(app, "Pipfile") ?? "").split("\n");
    return lines.flatMap((text, index) => /^[ \t]*url[ \t]*=/.test(text) ? [{ text, location: { file: "Pipfile", line: index + 1 } }] : []);
}
/** Each requirement names one version. */
const requirements_pinned = (facts) => {
    if (facts.packageManager !== "pip")
        return [];
    const unpinned = unpinnedOf(facts.app);
    const [first] = unpinned;
    if (!first)
        return [];
    const names = unpinned.slice(0, 5).map(({ text }) => `\`${(0,src_text/* visible */.RK)(packageName(text) ?? text)}\``);
    const more = unpinned.length > names.length ? ` and ${unpinned.length - names.length} more` : "";
    return [
        {
            id: "requirements::unpinned",
            title: `${unpinned.length} ${unpinned.length === 1 ? "requirement is" : "requirements are"} not pinned`,
            explanation: `${names.join(", ")}${more} may be installed in another version tomorrow, so builds differ from day to day.`,
            remedy: "Pin them with pip-tools or uv, or take over what is installed in an environment that works:\n\npip freeze > requirements.txt",
            location: first.location,
        },
    ];
};

// EXTERNAL MODULE: ./node_modules/ignore/index.js
var ignore = __nccwpck_require__(298);
var ignore_default = /*#__PURE__*/__nccwpck_require__.n(ignore);
;// CONCATENATED MODULE: ./src/rules/slugignore.ts




const slugignore_file = ".slugignore";
/** More lines than anybody writes, and characters in one: each costs time. */
const mostLines = 5000;
const longestLine = 200;
/** `.slugignore` leaves what the build needs. Its patterns are those of `.gitignore`, but for `!`, which it has not. */
const slugignore = ({ app }) => {
    const lines = ((0,src_app/* textOf */.b6)(app, slugignore_file) ?? "").split("\n").slice(0, mostLines);
    const patterns = lines.map((line) => line.trim().slice(0, longestLine));
    const needed = neededFiles(app);
    const matches = patterns.map((pattern) => matching(pattern, needed));
    return needed.flatMap((path) => {
        const index = matches.findIndex((paths) => paths.includes(path));
        if (index === -1)
            return [];
        return [
            {
                id: "slugignore::needed-file",
                title: `.slugignore removes ${(0,src_text/* visible */.RK)(path)}`,
                explanation: `\`${(0,src_text/* visible */.RK)(patterns[index] ?? "")}\` in \`.slugignore\` matches \`${(0,src_text/* visible */.RK)(path)}\`, which the platform removes before the build.`,
                remedy: `Remove line ${index + 1} of \`.slugignore\`:\n\nsed -i ${index + 1}d .slugignore`,
                location: { file: slugignore_file, line: index + 1 },
            },
        ];
    });
};
/** Those of the paths that a pattern matches; none for a pattern that is not valid. */
function matching(pattern, paths) {
    if (pattern === "" || pattern.startsWith("#") || pattern.startsWith("!"))
        return [];
    const matcher = ignore_default()({ ignorecase: false }).add(pattern);
    try {
        return paths.filter((path) => matcher.ignores(path));
    }
    catch (error) {
        // The library makes a regular expression of it, and some patterns give none.
        if (error instanceof SyntaxError)
            return [];
        throw error;
    }
}
function neededFiles(app) {
    const names = [
        ...[".python-version", "runtime.txt", "Pipfile", "Pipfile.lock", "poetry.lock", "uv.lock", "pyproject.toml"],
        ...["setup.py", "setup.cfg", src_app/* includingFiles */.vu[0], "Procfile", "bin/pre_compile", "bin/post_compile"],
    ];
    const included = (0,requirements_requirements/* requirementsOf */.CG)(app).files.filter((path) => !path.startsWith("../") && !path.startsWith("/"));
    return [...new Set([...names.filter((name) => (0,src_app/* hasFile */.jv)(app, name)), ...included])];
}

;// CONCATENATED MODULE: ./src/rules/stack.ts
/** The machine is one on which a Python can be had: Linux or macOS, x64 or arm64. */
const knownStack = ({ machine }) => {
    const { os, arch } = machine;
    if (["linux", "darwin"].includes(os) && ["x64", "arm64"].includes(arch))
        return [];
    return [
        {
            id: "checks::stack::unknown",
            title: "Apps can't be built on this machine",
            explanation: `This is ${os} on ${arch}. Apps are built on Linux and macOS, on x64 and arm64.`,
            remedy: "Choose a runner image such as `ubuntu-24.04`:\n\nruns-on: ubuntu-24.04",
            location: undefined,
        },
    ];
};
/** The machine is like the platform's: an Ubuntu that it has as a stack. */
const stackOfPlatform = ({ machine, platform }) => {
    const { ubuntu, default: usual } = platform.stacks;
    const release = /^ubuntu-(\d+\.\d+)$/.exec(machine.osRelease)?.[1];
    if (release !== undefined && ubuntu.includes(release))
        return [];
    const old = release !== undefined && ubuntu.every((supported) => Number(release) < Number(supported));
    const remedy = `Choose the runner image of the app's stack:\n\nruns-on: ubuntu-${usual}`;
    return [
        old
            ? {
                id: "checks::stack::eol",
                title: `Ubuntu ${release} is older than the platform's stacks`,
                explanation: `This machine has Ubuntu ${release}; the platform builds on ${ubuntu.join(", ")}, and dropped older ones.`,
                remedy,
                location: undefined,
            }
            : {
                id: "stack::differs",
                title: "This machine is not like the platform's",
                explanation: `This is ${machine.osRelease}; the platform builds on Ubuntu ${ubuntu.join(", ")}. Dependencies that are compiled, or that use libraries of the system, may differ.`,
                remedy,
                location: undefined,
            },
    ];
};

;// CONCATENATED MODULE: ./src/runtime/pipfile-lock.ts







const pipfile_lock_file = "Pipfile.lock";
/** `Pipfile.lock`, `_meta.requires`: read when Pipenv is the package manager. */
const pipfileLock = {
    origin: pipfile_lock_file,
    read: ({ app, platform, packageManager }) => {
        if (packageManager !== "pipenv" || !(0,src_app/* hasFile */.jv)(app, pipfile_lock_file))
            return undefined;
        const { text, json } = lockfileOf(app) ?? { text: "", json: (0,src_json/* parseJson */.q)("") };
        if (!json.valid)
            return pipfile_lock_unreadable(json.reason, json.line);
        const requires = member(member(json.value, "_meta"), "requires");
        const full = member(requires, "python_full_version");
        if (full === notAnObject)
            return pipfile_lock_unreadable("`_meta` or `requires` is not an object", lineOfMeta(text));
        const field = isGiven(full) && full !== false ? "python_full_version" : "python_version";
        const value = member(requires, field);
        return isGiven(value) ? pipfile_lock_readField({ text, field, value }, platform) : silent;
    },
};
const silent = { version: undefined, location: undefined, problems: [] };
const notAnObject = Symbol("not an object");
/** A member of a JSON value as jq gives it: null of null, and an error of anything but an object. */
function member(value, key) {
    if (value === undefined || value === null)
        return undefined;
    if (typeof value !== "object" || Array.isArray(value))
        return notAnObject;
    return Object.entries(value).find(([name]) => name === key)?.[1];
}
function isGiven(value) {
    return value !== undefined && value !== null;
}
function pipfile_lock_readField({ text, field, value }, platform) {
    const member = (0,src_json/* findMember */.g)(text, ["_meta", "requires", field]);
    const location = { file: pipfile_lock_file, line: member?.line };
    const asked = { value: typeof value === "string" ? value : (member?.written ?? (0,src_text/* valueText */.Ru)(value)), location };
    const version = typeof value === "string" || typeof value === "number" ? (0,runtime_version/* parseVersion */.ot)(asked.value) : undefined;
    if (version)
        return { version, location, problems: typeof value === "number" ? [bareLockedVersion(asked)] : [] };
    if (platform.grammar === "loose" && typeof value === "string") {
        if (value === "*")
            return { ...silent, problems: [looseLockedVersion(asked, "any version")] };
        const loose = parseLooseField(value, platform);
        const problems = loose ? [looseLockedVersion(asked, `Python ${(0,src_text/* visible */.RK)((0,runtime_version/* versionText */.KA)(loose))}`)] : [];
        if (loose)
            return { version: loose, location, problems };
    }
    return { version: undefined, location, problems: [invalidLockedVersion(asked, platform.defaultSeries)] };
}
function pipfile_lock_unreadable(reason, line) {
    return { version: undefined, location: undefined, problems: [invalidLockfile(reason, line)] };
}
function lineOfMeta(text) {
    return ((0,src_json/* findMember */.g)(text, ["_meta", "requires"]) ?? (0,src_json/* findMember */.g)(text, ["_meta"]) ?? (0,src_json/* findMember */.g)(text, []))?.line;
}

;// CONCATENATED MODULE: ./src/runtime/version-lines.ts
/**
 * What the platforms trim off a line. JavaScript's `trim` also takes U+00A0, U+202F and U+FEFF, which make a version
 * invalid on the platforms.
 */
const space = "[\\t\\n\\v\\f\\r \\u1680\\u2000-\\u2006\\u2008-\\u200A\\u2028\\u2029\\u205F\\u3000]";
const version_lines_leading = new RegExp(`^${space}+`);
const version_lines_trailing = new RegExp(`${space}$`);
/** The lines of a version file, trimmed as the platforms do it, without blank lines and `#` lines. */
function versionLines(text) {
    return text
        .split("\n")
        .map((line, index) => ({ text: trim(line), number: index + 1 }))
        .filter((line) => line.text !== "" && !line.text.startsWith("#"));
}
function trim(line) {
    const start = line.replace(version_lines_leading, "");
    // A regular expression anchored at the end alone takes quadratic time on long runs of blanks.
    let end = start.length;
    while (end > 0 && version_lines_trailing.test(start[end - 1] ?? ""))
        end--;
    return start.slice(0, end);
}

;// CONCATENATED MODULE: ./src/runtime/python-version-file.ts






const python_version_file_file = ".python-version";
/** `.python-version`: one line, a version without prefix. */
const pythonVersionFile = {
    origin: python_version_file_file,
    read: (context) => {
        const { app, platform } = context;
        if (!(0,src_app/* hasFile */.jv)(app, python_version_file_file))
            return undefined;
        const lines = versionLines((0,src_app/* textOf */.b6)(app, python_version_file_file) ?? "");
        const versions = lines.map((line) => readLine(line, platform.grammar === "loose"));
        const invalid = lines[versions.indexOf(undefined)];
        if (invalid)
            return rejectLine(context, invalid);
        const [first, second] = lines;
        if (!first)
            return { version: undefined, location: undefined, problems: [noVersion(platform.defaultSeries)] };
        if (second) {
            const all = lines.map((line) => line.text);
            return { version: undefined, location: undefined, problems: [multipleVersions(all, python_version_file_at(second))] };
        }
        return accept(first, versions[0]);
    },
};
/** Names that people gave to `.python-version`, in the order in which they are reported. */
const python_version_file_misspellings = [
    " .python-version",
    ". python-version",
    ".python_version.txt",
    ".python_version",
    ".python-version ",
    ",python-version",
    ".python-version.",
    ".python-version.py",
    ".python-version.rtf",
    ".python-version.txt",
    ".python-version.TXT",
    ".Python-version",
    ".python.version",
    ".pythonversion",
    "'.python-version'",
    "python_version.txt",
    "python_version",
    "python-version.",
    "python-version.txt",
    "python-version",
];
/** A misspelled `.python-version`: an error on the platforms even beside a good one. */
const misspelledPythonVersionFile = {
    origin: python_version_file_file,
    read: ({ app }) => {
        const found = python_version_file_misspellings.find((name) => (0,src_app/* hasFile */.jv)(app, name));
        return found === undefined
            ? undefined
            : { version: undefined, location: undefined, problems: [misspelledPythonVersion(found, (0,src_app/* hasFile */.jv)(app, python_version_file_file))] };
    },
};
function readLine(line, loose) {
    return (0,runtime_version/* parseVersion */.ot)(line.text) ?? (loose ? parseLooseVersion(line.text) : undefined);
}
function accept(line, version) {
    const location = python_version_file_at(line);
    const strict = (0,runtime_version/* parseVersion */.ot)(line.text) !== undefined;
    const problems = strict || !version ? [] : [looseVersion(python_version_file_file, { value: line.text, location }, version)];
    return { version, location, problems };
}
function rejectLine({ app, platform }, line) {
    const encoding = foreignEncoding((0,src_app/* bytesOf */.$$)(app, python_version_file_file) ?? new Uint8Array());
    const location = python_version_file_at(line);
    const problem = encoding
        ? invalidEncoding(encoding, { file: python_version_file_file, line: 1 }, platform.defaultSeries)
        : invalidPythonVersion({ value: line.text, location }, suggestedSeries(line.text, platform));
    return { version: undefined, location, problems: [problem] };
}
function python_version_file_at(line) {
    return { file: python_version_file_file, line: line.number };
}

;// CONCATENATED MODULE: ./src/runtime/runtime-txt.ts






const runtime_txt_file = "runtime.txt";
/** `runtime.txt`: one line, `python-` and a version. */
const runtimeTxt = {
    origin: runtime_txt_file,
    read: ({ app, platform }) => {
        if (!(0,src_app/* hasFile */.jv)(app, runtime_txt_file))
            return undefined;
        const lines = versionLines((0,src_app/* textOf */.b6)(app, runtime_txt_file) ?? "");
        return (readStrictly(lines) ??
            (platform.grammar === "loose" ? readLoosely(lines) : undefined) ??
            reject(lines, { app, platform }));
    },
};
/** Names that people gave to `runtime.txt`; the platforms ignore them. */
const runtime_txt_misspellings = ["runtime.txt.txt", "Runtime.txt", "runtimes.txt", "runtime"];
/** A misspelled `runtime.txt`, which gives no version but a warning. */
const misspelledRuntimeTxtFile = {
    origin: runtime_txt_file,
    read: ({ app }) => {
        const found = runtime_txt_misspellings.find((name) => (0,src_app/* hasFile */.jv)(app, name));
        return found === undefined
            ? undefined
            : { version: undefined, location: undefined, problems: [misspelledRuntimeTxt(found)] };
    },
};
function readStrictly(lines) {
    const [line] = lines;
    if (!line || lines.length > 1 || !line.text.startsWith("python-"))
        return undefined;
    const version = (0,runtime_version/* parseVersion */.ot)(line.text.slice("python-".length));
    return version && { version, location: { file: runtime_txt_file, line: line.number }, problems: [] };
}
/** The first line counts when no other is a version: people paste requirements below it. */
function readLoosely([first, ...others]) {
    const version = first && parseLooseVersion(first.text);
    if (!version || others.some((line) => parseLooseVersion(line.text)))
        return undefined;
    const location = { file: runtime_txt_file, line: first.number };
    return { version, location, problems: [looseVersion(runtime_txt_file, { value: first.text, location }, version)] };
}
function reject(lines, { app, platform }) {
    const location = { file: runtime_txt_file, line: (badLine(lines) ?? lines[0])?.number ?? 1 };
    const value = lines.map((line) => line.text).join(" ");
    const encoding = foreignEncoding((0,src_app/* bytesOf */.$$)(app, runtime_txt_file) ?? new Uint8Array());
    const problem = invalidRuntimeTxt({ value, location }, suggestedSeries(value, platform), encoding);
    return { version: undefined, location, problems: [problem] };
}
/** The line to point at: the first that is no version, else the second. */
function badLine(lines) {
    return lines.find((line) => !readStrictly([line])) ?? lines[1];
}

;// CONCATENATED MODULE: ./src/runtime/requested-version.ts





/** The places where an app can ask for its Python, first match wins. */
const versionSources = [
    runtimeTxt,
    misspelledRuntimeTxtFile,
    misspelledPythonVersionFile,
    pythonVersionFile,
    pipfileLock,
    pipfile,
];
/**
 * The version that an app's files ask for, or else the platform's default. A file that can't be read asks for nothing
 * that is known, and has a rule of its own.
 */
function requestedVersion(context) {
    const problems = [];
    for (const { origin, read } of versionSources) {
        // A rule of its own says so, and what the file asks for can't be known.
        if (context.app.files.get(origin)?.kind === "unreadable")
            return { requested: undefined, problems };
        const reading = read(context);
        if (!reading)
            continue;
        problems.push(...reading.problems);
        if (!(0,finding/* isDeployable */.M4)((0,finding/* weigh */.vi)(reading.problems, context.platform.severities)))
            return { requested: undefined, problems };
        if (reading.version) {
            return { requested: { ...reading.version, origin, location: reading.location }, problems };
        }
    }
    const series = context.platform.defaultSeries;
    return { requested: { series, release: undefined, origin: "default", location: undefined }, problems };
}

;// CONCATENATED MODULE: ./src/runtime/release-problems.ts


/** The series gets no fixes upstream. */
function endOfLife(requested, platform) {
    const listed = platform.series[requested.series];
    const since = listed?.date ? ` since ${listed.date}` : "";
    return {
        id: "python-version::eol",
        title: `Python ${(0,src_text/* visible */.RK)(requested.series)} is past its end of life`,
        explanation: `${place(requested)} asks for Python ${release_problems_shown(requested)}, whose series gets no security fixes${since}. Today's platforms refuse it.`,
        remedy: `Move to a newer series, best ${platform.defaultSeries}: ${howToAsk(requested.origin, platform.defaultSeries)}`,
        location: requested.location,
    };
}
/** The series is not in the platform's list. */
function unknownSeries(requested, platform) {
    const listed = Object.keys(platform.series).sort((a, b) => (0,runtime_version/* compareVersions */.Zy)(b, a));
    return {
        id: "python-version::unknown-major",
        title: `Python ${(0,src_text/* visible */.RK)(requested.series)} is not available`,
        explanation: `${place(requested)} asks for Python ${release_problems_shown(requested)}. The platform \`${platform.name}\` has ${listed.join(", ")}.`,
        remedy: `Ask for one of these: ${howToAsk(requested.origin, platform.defaultSeries)} For a newer series, update python-build.`,
        location: requested.location,
    };
}
/** uv wants the version in `.python-version`, and there is none. */
function uvWithoutVersion(series) {
    return {
        id: "python-version-file::not-found",
        title: "The app uses uv and has no .python-version",
        explanation: "Today's platforms want an app that uses uv to name its Python in a `.python-version`.",
        remedy: `Write one, and commit it:\n\nuv python pin ${series}`,
        location: { file: "uv.lock", line: 1 },
    };
}
/** uv doesn't know `runtime.txt`. */
function uvWithRuntimeTxt(requested) {
    return {
        id: "runtime-txt::not-supported",
        title: "The app uses uv and has a runtime.txt",
        explanation: "uv does not read `runtime.txt`, so today's platforms refuse it in an app that uses uv.",
        remedy: `Delete it, and write a \`.python-version\`:\n\ngit rm runtime.txt && uv python pin ${release_problems_shown(requested)}`,
        location: { file: "runtime.txt", line: 1 },
    };
}
/** The release is in no list, or newer than the platform's latest. */
function unknownRelease(requested, latest) {
    return {
        id: "python-version::unknown-patch",
        title: `Python ${release_problems_shown(requested)} is not available`,
        explanation: `${place(requested)} asks for Python ${release_problems_shown(requested)}, which is no release that can be had. The latest of its series here is ${latest}.`,
        remedy: `Ask for the series, which means its latest release: ${howToAsk(requested.origin, requested.series)}`,
        location: requested.location,
    };
}
/** The app asks for no version. */
function notSpecified({ release, series }) {
    return {
        id: "python-version::not-specified",
        title: "The app does not say which Python it needs",
        explanation: `Python ${release}, the platform's default, is used; it changes in time. An app that was deployed before keeps the series of its last build, so production may run another one.`,
        remedy: `Write a \`.python-version\` with this one line:\n\n${series}`,
        location: undefined,
    };
}
/** `runtime.txt` still works. */
function deprecatedRuntimeTxt({ requested }) {
    return {
        id: "runtime-txt::deprecated",
        title: "runtime.txt is deprecated",
        explanation: "The platforms will stop reading `runtime.txt`.",
        remedy: `Delete it, and write a \`.python-version\` with this one line:\n\n${(0,runtime_version/* versionText */.KA)(requested)}`,
        location: { file: "runtime.txt", line: 1 },
    };
}
/** The series will be removed. */
function deprecatedSeries({ requested, series }, platform) {
    const date = platform.series[series]?.date;
    const next = Object.keys(platform.series)
        .filter((name) => (0,runtime_version/* compareVersions */.Zy)(name, series) > 0)
        .sort(runtime_version/* compareVersions */.Zy)[0];
    return {
        id: "python-version::deprecated",
        title: `Python ${series} is deprecated`,
        explanation: `${place(requested)} asks for Python ${release_problems_shown(requested)}. The platforms will remove Python ${series}${date ? ` on ${date}` : ""}.`,
        remedy: `Move to a newer series: ${howToAsk(requested.origin, next ?? platform.defaultSeries)}`,
        location: requested.location,
    };
}
/** The release has a newer one in its series. */
function patchUpdate(requested, latest) {
    return {
        id: "python-version::patch-update",
        title: `Python ${(0,runtime_version/* versionText */.KA)(requested)} is not the latest of its series`,
        explanation: `${place(requested)} asks for Python ${release_problems_shown(requested)}. The latest release of Python ${requested.series} here is ${latest}; older ones lack its fixes.`,
        remedy: `Ask for the series: ${howToAsk(requested.origin, requested.series)}`,
        location: requested.location,
    };
}
const asking = {
    input: (version) => `set \`python-version: "${version}"\`.`,
    "runtime.txt": (version) => `write \`${version}\` to \`.python-version\`, and delete \`runtime.txt\`.`,
    ".python-version": (version) => `write \`${version}\` to \`.python-version\`.`,
    "Pipfile.lock": (version) => `write \`python_version = "${version}"\` below \`[requires]\` in \`Pipfile\`, and run \`pipenv lock\`.`,
    Pipfile: (version) => `write \`python_version = "${version}"\` below \`[requires]\` in \`Pipfile\`, and run \`pipenv lock\`.`,
    default: (version) => `write \`${version}\` to \`.python-version\`.`,
};
function howToAsk(origin, version) {
    return asking[origin](version);
}
/** A number in a file may have any length. */
function release_problems_shown(requested) {
    return (0,src_text/* visible */.RK)((0,runtime_version/* versionText */.KA)(requested));
}
function place({ origin }) {
    return origin === "input" ? "The input `python-version`" : `\`${origin}\``;
}

// EXTERNAL MODULE: ./src/runtime/releases.ts + 2 modules
var releases = __nccwpck_require__(5980);
;// CONCATENATED MODULE: ./src/runtime/resolve.ts



/**
 * Resolves a request against the platform's list: a series to its latest release there, a release to itself.
 *
 * @param packageManager uv wants the version in one file alone.
 */
function resolve(requested, platform, packageManager) {
    const listed = platform.series[requested.series];
    const latest = listed?.latest ?? (0,releases/* newestKnown */.wq)(requested.series);
    const release = requested.release ?? latest ?? `${requested.series}.0`;
    const runtime = { release, series: requested.series, requested };
    const origin = packageManager === "uv" ? judgeOrigin(runtime) : [];
    const problems = [...judgeSeries(runtime, platform), ...origin, ...judgeRelease(runtime, platform)];
    // A platform that refuses the origin says so instead of warning of the default.
    const refused = origin.some(({ id }) => platform.severities[id] === "error");
    return {
        runtime,
        problems: refused ? problems.filter(({ id }) => id !== "python-version::not-specified") : problems,
    };
}
/** The platform's series that are not end-of-life, newest first. */
function supportedSeries(platform) {
    return Object.entries(platform.series)
        .filter(([, series]) => series.status !== "end-of-life")
        .map(([name]) => name)
        .sort((a, b) => compareVersions(b, a));
}
/** What to test an app on: its own release first, then every newer series of the platform that is not end-of-life. */
function testVersions(runtime, platform) {
    const newer = supportedSeries(platform).filter((series) => compareVersions(series, runtime.series) > 0);
    return [runtime.release, ...newer];
}
function judgeSeries({ requested }, platform) {
    const listed = platform.series[requested.series];
    const dropped = !listed &&
        platform.endOfLifeBefore !== undefined &&
        (0,runtime_version/* compareVersions */.Zy)(requested.series, platform.endOfLifeBefore) < 0;
    if (dropped || listed?.status === "end-of-life")
        return [endOfLife(requested, platform)];
    return listed ? [] : [unknownSeries(requested, platform)];
}
function judgeOrigin({ requested, series }) {
    if (requested.origin === "default")
        return [uvWithoutVersion(series)];
    return requested.origin === "runtime.txt" ? [uvWithRuntimeTxt(requested)] : [];
}
function judgeRelease(runtime, platform) {
    const { requested, release } = runtime;
    const listed = platform.series[requested.series];
    if (!listed)
        return [];
    const tooNew = platform.newerReleases === "refused" && (0,runtime_version/* compareVersions */.Zy)(release, listed.latest) > 0;
    if (tooNew || !releases/* knownReleases */.o2.includes(release))
        return [unknownRelease(requested, listed.latest)];
    return [
        requested.origin === "default" ? [notSpecified(runtime)] : [],
        requested.origin === "runtime.txt" ? [deprecatedRuntimeTxt(runtime)] : [],
        listed.status === "deprecated" ? [deprecatedSeries(runtime, platform)] : [],
        (0,runtime_version/* compareVersions */.Zy)(release, listed.latest) < 0 ? [patchUpdate(requested, listed.latest)] : [],
    ].flat();
}

;// CONCATENATED MODULE: ./src/plan.ts

























/** What can be told of the machine and of the pristine app, before any hook: the last finding says that it is no app. */
const sourceRules = [
    knownStack,
    stackOfPlatform,
    archiveFits,
    submodules,
    committedFiles,
    noCredentials,
    buildpacks,
    slugignore,
    pythonApp,
];
/** What is judged once package manager and Python are chosen. */
const planRules = [
    pipenvFiles,
    pyproject,
    includes,
    encodings,
    pathsInApp,
    variablesInRequirements,
    requirements_pinned,
    installerSettings,
    manifest,
    procfile,
    environmentKept,
    packageManagerSupport,
    hookRule("post_compile"),
];
/** Paths that a build looks for in the app, since they mean something to a platform. */
function watchedPaths(platform) {
    return [...new Set([platform, ...platforms_platform/* shippedPlatforms */.yA].flatMap(({ privateFolders: folders }) => folders))];
}
/** Judges the machine and the pristine app, as it is before any hook. */
function judgeSource(context, app) {
    const facts = beforePlan(context, app);
    return (0,finding/* weigh */.vi)(sourceRules.flatMap((rule) => rule(facts)), context.platform.severities);
}
/** Tells whether the pristine app is one to build at all. */
function isPythonApp(findings) {
    return findings.every(({ id }) => id !== "detect::no-python-files");
}
/** Judges `bin/pre_compile` before it runs. */
function judgePreCompile(context, app) {
    const { inputs, platform } = context;
    const pending = inputs.mode === "plan" ? notRunInPlan(app) : [];
    return (0,finding/* weigh */.vi)([...hookRule("pre_compile")(beforePlan(context, app)), ...pending], platform.severities);
}
/** Plans the build of an app. */
function planBuild(context, { app, preCompile }) {
    const { platform, machine, inputs } = context;
    const { packageManager, problems: choiceProblems } = choosePackageManager(app);
    const choice = chooseRuntime(context, app, packageManager);
    const { runtime } = choice;
    const facts = { app, platform, machine, inputs, packageManager: packageManager?.name, runtime };
    const problems = [
        ...readableFiles(facts),
        ...privateFolders(facts),
        ...choiceProblems,
        ...committedEnvironment(facts),
        ...choice.problems,
        ...planRules.flatMap((rule) => rule(facts)),
    ];
    const findings = (0,finding/* weigh */.vi)(withoutRepetition(problems), platform.severities);
    // What a hook has yet to write can't be missing, and what can't be installed isn't planned.
    const planned = packageManager && runtime && canInstall(facts) ? { app, runtime } : undefined;
    return {
        platform: platform.name,
        runtime,
        packageManager,
        install: packageManager && planned && planInstall(context, packageManager, planned),
        downloads: packageManager && planned && planDownloads(context, packageManager, planned),
        findings: preCompile === "pending" && (0,src_app/* hasFile */.jv)(app, "bin/pre_compile") ? soften(findings) : findings,
    };
}
function canInstall(facts) {
    return packageManagerSupport(facts).length === 0;
}
/** How a package manager installs the app's dependencies. */
function planInstall(context, packageManager, { app, runtime }) {
    const { folders, inputs } = context;
    const pythonMismatch = packageManager.name === "pipenv" && pipfileMismatches(app, runtime.release);
    return packageManager.install({ app, folders, runtime, testDependencies: inputs.testDependencies, pythonMismatch });
}
/** What the log says of a plan. */
function planLines({ platform, runtime, packageManager, install }) {
    return [
        `Platform: ${platform}`,
        ...(runtime ? [pythonLine(runtime)] : []),
        ...(packageManager ? [`Package manager: ${packageManager.name}`] : []),
        ...(install ? [`Dependencies: ${install.shown}`] : []),
    ];
}
function pythonLine({ requested, release }) {
    if (requested.origin === "default")
        return `No Python version was specified. Using the default: Python ${release}`;
    const asked = (0,runtime_version/* versionText */.KA)(requested);
    const resolved = asked === release ? "" : `, which means ${release}`;
    return `Using Python ${asked} specified in ${requested.origin}${resolved}`;
}
function beforePlan({ platform, machine, inputs }, app) {
    return { app, platform, machine, inputs, packageManager: undefined, runtime: undefined };
}
function planDownloads(context, packageManager, target) {
    const { machine, folders, inputs } = context;
    if (!(0,downloads/* usesCache */.V)(inputs.cache, machine.variables))
        return undefined;
    const { app, runtime } = target;
    return (0,downloads/* downloadCache */.du)({ app, machine, packageManager, series: runtime.series, folder: folders.downloads });
}
function chooseRuntime(context, app, packageManager) {
    const { requested, platform } = context;
    const byFiles = requestedVersion({ app, platform, packageManager: packageManager?.name });
    if (requested) {
        const chosen = resolve(requested, platform, packageManager?.name);
        const overridden = overriddenBy(chosen.runtime, byFiles.requested, platform);
        return usable({ ...chosen, problems: [...chosen.problems, ...overridden] }, platform);
    }
    if (!byFiles.requested)
        return { runtime: undefined, problems: byFiles.problems };
    const { runtime, problems } = resolve(byFiles.requested, platform, packageManager?.name);
    return usable({ runtime, problems: [...byFiles.problems, ...problems] }, platform);
}
/** A platform may refuse a release that is known: one past its end of life, or asked for in a file that uv does not read. */
const knownAllTheSame = new Set([
    "python-version::eol",
    "python-version-file::not-found",
    "runtime-txt::not-supported",
]);
/** No runtime where there is none to be had. */
function usable({ runtime, problems }, platform) {
    const unknown = problems.filter(({ id }) => !knownAllTheSame.has(id));
    return { runtime: (0,finding/* isDeployable */.M4)((0,finding/* weigh */.vi)(unknown, platform.severities)) ? runtime : undefined, problems };
}
function overriddenBy(chosen, files, platform) {
    if (!files || files.origin === "default")
        return [];
    const { release } = resolve(files, platform).runtime;
    return release === chosen.release ? [] : [inputOverrides(chosen.release, files, release)];
}
function withoutRepetition(problems) {
    const seen = new Map(problems.map((problem) => [`${problem.id} ${JSON.stringify(problem.location)}`, problem]));
    return [...seen.values()];
}
/** Errors about files that `bin/pre_compile` may yet write or remove. */
const curableByHook = new Set([
    "package-manager::pipenv-missing-lockfile",
    "package-manager::multiple-found",
    "package-manager::setup-py-only",
    "package-manager::none-found",
    "python-version-file::not-found",
    "runtime-txt::not-supported",
    "pipfile::not-found",
    "pyproject::not-found",
    "requirements::missing-include",
]);
function soften(findings) {
    return findings.map((finding) => {
        if (finding.severity !== "error" || !curableByHook.has(finding.id))
            return finding;
        const explanation = `${finding.explanation} \`bin/pre_compile\`, which was not run, may write or remove the file.`;
        return { ...finding, severity: "warning", explanation };
    });
}


/***/ }),

/***/ 6774:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Kd: () => (/* binding */ readPlatform),
  sp: () => (/* binding */ shippedNames),
  F5: () => (/* binding */ shippedPlatform),
  yA: () => (/* binding */ shippedPlatforms)
});

// UNUSED EXPORTS: platformSchema

// EXTERNAL MODULE: ./node_modules/valibot/dist/index.mjs
var dist = __nccwpck_require__(7934);
// EXTERNAL MODULE: ./src/build-error.ts
var build_error = __nccwpck_require__(6296);
// EXTERNAL MODULE: ./src/json.ts
var json = __nccwpck_require__(8301);
// EXTERNAL MODULE: ./src/runtime/version.ts
var version = __nccwpck_require__(6696);
// EXTERNAL MODULE: ./src/text.ts
var src_text = __nccwpck_require__(8992);
;// CONCATENATED MODULE: ./src/platforms/classic.json
const classic_namespaceObject = /*#__PURE__*/JSON.parse('{"name":"classic","grammar":"loose","readsPipfileVersion":true,"defaultSeries":"3.13","series":{"3.14":{"latest":"3.14.7","status":"supported"},"3.13":{"latest":"3.13.15","status":"supported"},"3.12":{"latest":"3.12.14","status":"supported"},"3.11":{"latest":"3.11.16","status":"supported"},"3.10":{"latest":"3.10.21","status":"deprecated","date":"6 January 2027"},"3.9":{"latest":"3.9.25","status":"end-of-life","date":"31 October 2025"},"3.8":{"latest":"3.8.20","status":"end-of-life","date":"7 October 2024"},"3.7":{"latest":"3.7.17","status":"end-of-life","date":"27 June 2023"},"3.6":{"latest":"3.6.6","status":"end-of-life","date":"23 December 2021"},"2.7":{"latest":"2.7.15","status":"end-of-life","date":"1 January 2020"}},"newerReleases":"accepted","privateFolders":[".scalingo/python",".heroku/python"],"collectstaticDisabledFiles":[".scalingo/collectstatic_disabled",".heroku/collectstatic_disabled"],"stacks":{"prefix":"scalingo","ubuntu":["22.04","24.04","26.04"],"default":"24.04"},"hookStubs":[],"installVariables":"all","runVariables":{"CONTAINER":"web-1"},"procfile":{"nameSymbols":"","longestName":24,"postdeploy":{"entry":"postdeploy","runs":"after-boot"}},"buildpack":"https://github.com/Scalingo/python-buildpack","fetchesSubmodules":false,"largestArchive":314572800,"manifest":"scalingo.json","longestVariableName":64,"longestVariableValue":32768,"severities":{"checks::stack::unknown":"error","checks::stack::eol":"warning","stack::differs":"off","source::archive-too-large":"warning","source::submodules":"warning","source::uncommitted":"notice","source::ignored-file":"warning","source::credentials":"warning","buildpacks::other-first":"notice","buildpacks::no-python":"notice","checks::duplicate-python-buildpack":"warning","buildpacks::invalid-line":"notice","buildpacks::pinned":"notice","buildpacks::not-run":"notice","slugignore::needed-file":"off","detect::no-python-files":"error","hooks::not-a-file":"warning","hooks::misspelled":"warning","hooks::unreadable":"error","hooks::binary":"error","hooks::crlf":"error","hooks::stray-carriage-return":"warning","hooks::byte-order-mark":"warning","hooks::python-in-pre-compile":"warning","hooks::not-run-in-plan":"notice","source::unreadable":"error","build-data::data-file-deleted":"warning","checks::existing-python-dir":"warning","package-manager::pipenv-missing-lockfile":"warning","package-manager::multiple-found":"warning","package-manager::setup-py-only":"warning","package-manager::none-found":"error","requirements::misspelled":"warning","checks::existing-venv-dir":"warning","runtime-txt::invalid-version":"error","runtime-txt::loose-version":"warning","runtime-txt::misspelled":"warning","python-version-file::misspelled":"warning","python-version-file::invalid-encoding":"error","python-version-file::invalid-version":"error","python-version-file::loose-version":"warning","python-version-file::no-version":"warning","python-version-file::multiple-versions":"error","pipfile-lock::invalid-json":"error","pipfile-lock::invalid-version":"error","pipfile-lock::loose-version":"warning","pipfile-lock::bare-number":"notice","pipfile::invalid-version":"error","pipfile::loose-version":"warning","python-version::eol":"warning","python-version::unknown-major":"error","python-version-file::not-found":"warning","runtime-txt::not-supported":"warning","python-version::unknown-patch":"error","python-version::not-specified":"warning","python-version::input-overrides":"notice","runtime-txt::deprecated":"notice","python-version::deprecated":"notice","python-version::patch-update":"notice","pipfile::not-found":"error","pipfile::invalid-toml":"error","pipfile::invalid-source":"error","pipfile-lock::out-of-date":"error","pipfile-lock::not-json":"error","pipfile::python-mismatch":"warning","pyproject::not-found":"error","pyproject::invalid-toml":"error","pyproject::python-mismatch":"error","requirements::missing-include":"error","requirements::include-cycle":"error","requirements::undecodable":"error","requirements::encoding":"warning","requirements::path-outside-app":"warning","requirements::environment-variable":"notice","requirements::unpinned":"notice","environment::unsafe-variable":"warning","environment::not-on-platform":"off","environment::withheld":"off","environment::invalid-name":"warning","environment::value-too-long":"warning","manifest::invalid-json":"warning","procfile::missing":"notice","procfile::misspelled":"warning","procfile::invalid-line":"warning","procfile::encoding":"warning","procfile::crlf":"warning","procfile::invalid-name":"warning","procfile::duplicate-name":"warning","procfile::no-web":"notice","procfile::release-entry":"warning","procfile::postdeploy-entry":"off","procfile::loopback-address":"warning","procfile::fixed-port":"warning","procfile::development-server":"notice","cache::environment-off":"notice","install-package-manager::unsupported-python":"error","cache::unavailable":"warning","python-mirror::no-checksum":"warning","python-mirror::not-used":"warning","python::substituted":"notice"}}');
;// CONCATENATED MODULE: ./src/platforms/heroku.json
const heroku_namespaceObject = /*#__PURE__*/JSON.parse('{"name":"heroku","grammar":"strict","readsPipfileVersion":false,"defaultSeries":"3.14","endOfLifeBefore":"3.10","series":{"3.14":{"latest":"3.14.7","status":"supported"},"3.13":{"latest":"3.13.15","status":"supported"},"3.12":{"latest":"3.12.14","status":"supported"},"3.11":{"latest":"3.11.16","status":"supported"},"3.10":{"latest":"3.10.21","status":"deprecated","date":"6 January 2027"}},"newerReleases":"refused","privateFolders":[".heroku/python"],"collectstaticDisabledFiles":[".heroku/collectstatic_disabled"],"stacks":{"prefix":"heroku","ubuntu":["22.04","24.04","26.04"],"default":"24.04"},"hookStubs":["python","python2","pip","pip2","pip3","pipenv","poetry","uv"],"installVariables":{"pip":["PIP_EXTRA_INDEX_URL"],"pipenv":["PIP_EXTRA_INDEX_URL"]},"runVariables":{"DYNO":"web.1"},"procfile":{"nameSymbols":"-_","postdeploy":{"entry":"release","runs":"before-boot"}},"buildpack":"https://github.com/heroku/heroku-buildpack-python","fetchesSubmodules":true,"manifest":"app.json","severities":{"checks::stack::unknown":"error","checks::stack::eol":"warning","stack::differs":"notice","source::archive-too-large":"off","source::submodules":"notice","source::uncommitted":"notice","source::ignored-file":"warning","source::credentials":"warning","buildpacks::other-first":"notice","buildpacks::no-python":"off","checks::duplicate-python-buildpack":"off","buildpacks::invalid-line":"off","buildpacks::pinned":"off","buildpacks::not-run":"off","slugignore::needed-file":"warning","detect::no-python-files":"error","hooks::not-a-file":"warning","hooks::misspelled":"warning","hooks::unreadable":"error","hooks::binary":"error","hooks::crlf":"error","hooks::stray-carriage-return":"warning","hooks::byte-order-mark":"warning","hooks::python-in-pre-compile":"warning","hooks::not-run-in-plan":"notice","source::unreadable":"error","build-data::data-file-deleted":"error","checks::existing-python-dir":"error","package-manager::pipenv-missing-lockfile":"error","package-manager::multiple-found":"error","package-manager::setup-py-only":"error","package-manager::none-found":"error","requirements::misspelled":"warning","checks::existing-venv-dir":"error","runtime-txt::invalid-version":"error","runtime-txt::loose-version":"off","runtime-txt::misspelled":"warning","python-version-file::misspelled":"error","python-version-file::invalid-encoding":"error","python-version-file::invalid-version":"error","python-version-file::loose-version":"off","python-version-file::no-version":"error","python-version-file::multiple-versions":"error","pipfile-lock::invalid-json":"error","pipfile-lock::invalid-version":"error","pipfile-lock::loose-version":"off","pipfile-lock::bare-number":"notice","pipfile::invalid-version":"off","pipfile::loose-version":"off","python-version::eol":"error","python-version::unknown-major":"error","python-version-file::not-found":"error","runtime-txt::not-supported":"error","python-version::unknown-patch":"error","python-version::not-specified":"warning","python-version::input-overrides":"notice","runtime-txt::deprecated":"warning","python-version::deprecated":"warning","python-version::patch-update":"warning","pipfile::not-found":"error","pipfile::invalid-toml":"error","pipfile::invalid-source":"error","pipfile-lock::out-of-date":"error","pipfile-lock::not-json":"error","pipfile::python-mismatch":"error","pyproject::not-found":"error","pyproject::invalid-toml":"error","pyproject::python-mismatch":"error","requirements::missing-include":"error","requirements::include-cycle":"error","requirements::undecodable":"error","requirements::encoding":"warning","requirements::path-outside-app":"warning","requirements::environment-variable":"warning","requirements::unpinned":"notice","environment::unsafe-variable":"warning","environment::not-on-platform":"warning","environment::withheld":"notice","environment::invalid-name":"off","environment::value-too-long":"off","manifest::invalid-json":"warning","procfile::missing":"warning","procfile::misspelled":"warning","procfile::invalid-line":"warning","procfile::encoding":"warning","procfile::crlf":"warning","procfile::invalid-name":"warning","procfile::duplicate-name":"warning","procfile::no-web":"notice","procfile::release-entry":"off","procfile::postdeploy-entry":"notice","procfile::loopback-address":"warning","procfile::fixed-port":"warning","procfile::development-server":"notice","cache::environment-off":"notice","install-package-manager::unsupported-python":"error","cache::unavailable":"warning","python-mirror::no-checksum":"warning","python-mirror::not-used":"warning","python::substituted":"notice"}}');
;// CONCATENATED MODULE: ./src/platforms/scalingo.json
const scalingo_namespaceObject = /*#__PURE__*/JSON.parse('{"name":"scalingo","grammar":"strict","readsPipfileVersion":false,"defaultSeries":"3.13","endOfLifeBefore":"3.10","series":{"3.14":{"latest":"3.14.7","status":"supported"},"3.13":{"latest":"3.13.15","status":"supported"},"3.12":{"latest":"3.12.14","status":"supported"},"3.11":{"latest":"3.11.16","status":"supported"},"3.10":{"latest":"3.10.21","status":"deprecated","date":"6 January 2027"}},"newerReleases":"refused","privateFolders":[".scalingo/python"],"collectstaticDisabledFiles":[".scalingo/collectstatic_disabled"],"stacks":{"prefix":"scalingo","ubuntu":["22.04","24.04","26.04"],"default":"24.04"},"hookStubs":["python","python2","pip","pip2","pip3","pipenv","poetry","uv"],"installVariables":{"pip":["PIP_EXTRA_INDEX_URL"],"pipenv":["PIP_EXTRA_INDEX_URL"]},"runVariables":{"CONTAINER":"web-1"},"procfile":{"nameSymbols":"","longestName":24,"postdeploy":{"entry":"postdeploy","runs":"after-boot"}},"buildpack":"https://github.com/Scalingo/python-buildpack","fetchesSubmodules":false,"largestArchive":314572800,"manifest":"scalingo.json","longestVariableName":64,"longestVariableValue":32768,"severities":{"checks::stack::unknown":"error","checks::stack::eol":"warning","stack::differs":"notice","source::archive-too-large":"error","source::submodules":"warning","source::uncommitted":"notice","source::ignored-file":"warning","source::credentials":"warning","buildpacks::other-first":"warning","buildpacks::no-python":"warning","checks::duplicate-python-buildpack":"error","buildpacks::invalid-line":"warning","buildpacks::pinned":"notice","buildpacks::not-run":"notice","slugignore::needed-file":"off","detect::no-python-files":"error","hooks::not-a-file":"warning","hooks::misspelled":"warning","hooks::unreadable":"error","hooks::binary":"error","hooks::crlf":"error","hooks::stray-carriage-return":"warning","hooks::byte-order-mark":"warning","hooks::python-in-pre-compile":"warning","hooks::not-run-in-plan":"notice","source::unreadable":"error","build-data::data-file-deleted":"error","checks::existing-python-dir":"error","package-manager::pipenv-missing-lockfile":"error","package-manager::multiple-found":"error","package-manager::setup-py-only":"error","package-manager::none-found":"error","requirements::misspelled":"warning","checks::existing-venv-dir":"error","runtime-txt::invalid-version":"error","runtime-txt::loose-version":"off","runtime-txt::misspelled":"warning","python-version-file::misspelled":"error","python-version-file::invalid-encoding":"error","python-version-file::invalid-version":"error","python-version-file::loose-version":"off","python-version-file::no-version":"error","python-version-file::multiple-versions":"error","pipfile-lock::invalid-json":"error","pipfile-lock::invalid-version":"error","pipfile-lock::loose-version":"off","pipfile-lock::bare-number":"notice","pipfile::invalid-version":"off","pipfile::loose-version":"off","python-version::eol":"error","python-version::unknown-major":"error","python-version-file::not-found":"error","runtime-txt::not-supported":"error","python-version::unknown-patch":"error","python-version::not-specified":"warning","python-version::input-overrides":"notice","runtime-txt::deprecated":"warning","python-version::deprecated":"warning","python-version::patch-update":"warning","pipfile::not-found":"error","pipfile::invalid-toml":"error","pipfile::invalid-source":"error","pipfile-lock::out-of-date":"error","pipfile-lock::not-json":"error","pipfile::python-mismatch":"error","pyproject::not-found":"error","pyproject::invalid-toml":"error","pyproject::python-mismatch":"error","requirements::missing-include":"error","requirements::include-cycle":"error","requirements::undecodable":"error","requirements::encoding":"warning","requirements::path-outside-app":"warning","requirements::environment-variable":"warning","requirements::unpinned":"notice","environment::unsafe-variable":"warning","environment::not-on-platform":"warning","environment::withheld":"notice","environment::invalid-name":"warning","environment::value-too-long":"warning","manifest::invalid-json":"warning","procfile::missing":"warning","procfile::misspelled":"warning","procfile::invalid-line":"warning","procfile::encoding":"warning","procfile::crlf":"warning","procfile::invalid-name":"warning","procfile::duplicate-name":"warning","procfile::no-web":"warning","procfile::release-entry":"warning","procfile::postdeploy-entry":"off","procfile::loopback-address":"warning","procfile::fixed-port":"warning","procfile::development-server":"notice","cache::environment-off":"notice","install-package-manager::unsupported-python":"error","cache::unavailable":"warning","python-mirror::no-checksum":"warning","python-mirror::not-used":"warning","python::substituted":"notice"}}');
;// CONCATENATED MODULE: ./src/platforms/platform.ts








const seriesName = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(0|[1-9]\d*)\.(0|[1-9]\d*)$/, "expected a series such as 3.13"));
const releaseName = dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^((0|[1-9]\d*)(\.|$)){3}$/, "expected a release such as 3.13.2"));
const seriesSchema = dist/* strictObject */.rej({
    /** The release that a request for the series means. */
    latest: releaseName,
    status: dist/* picklist */.KIO(["supported", "deprecated", "end-of-life"]),
    /** When support ends or ended, as people write it. */
    date: dist/* optional */.lqM(dist/* string */.YjP()),
});
const severitySchema = dist/* picklist */.KIO(["error", "warning", "notice", "off"]);
const severitiesSchema = dist/* strictObject */.rej(
// The cast holds because each id of `classic` gets a schema.
Object.fromEntries(Object.keys(classic_namespaceObject.severities).map((id) => [id, severitySchema])));
const texts = dist/* array */.YOg(dist/* string */.YjP());
const paths = dist/* array */.YOg(dist/* pipe */.FsL(dist/* string */.YjP(), dist/* regex */.yGV(/^(?!\/)(?!(.*\/)?\.\.?(\/|$))./, "expected a path in the app")));
const size = dist/* pipe */.FsL(dist/* number */.aig(), dist/* integer */.ndf("expected a whole number"), dist/* minValue */.Wwf(1, "expected a number above 0"));
/** Names of variables by the package manager whose install they reach. */
const variablesByPackageManager = dist/* strictObject */.rej({
    pip: dist/* optional */.lqM(texts),
    pipenv: dist/* optional */.lqM(texts),
    poetry: dist/* optional */.lqM(texts),
    uv: dist/* optional */.lqM(texts),
    "setup.py": dist/* optional */.lqM(texts),
});
const procfileSchema = dist/* strictObject */.rej({
    /** What the name of a process type may hold beside letters and digits. */
    nameSymbols: dist/* string */.YjP(),
    /** In characters; absent where there is no limit. */
    longestName: dist/* optional */.lqM(size),
    /** The entry that runs once for each deploy, and when: before the new version starts, or after it booted. */
    postdeploy: dist/* strictObject */.rej({ entry: dist/* string */.YjP(), runs: dist/* picklist */.KIO(["before-boot", "after-boot"]) }),
});
/**
 * Shape of a platform file. Users' own are described by schemas/platform.schema.json, and all by docs/platforms.md.
 * Paths are relative to the app's root.
 */
const platformSchema = dist/* strictObject */.rej({
    name: dist/* pipe */.FsL(dist/* string */.YjP(), dist/* nonEmpty */.hq()),
    /** `strict` reads version files as today's platforms do; `loose` also understands what people meant. */
    grammar: dist/* picklist */.KIO(["strict", "loose"]),
    /** Whether `[requires]` of a `Pipfile` can choose the Python. */
    readsPipfileVersion: dist/* boolean */.zMY(),
    /** Used when the app asks for nothing. */
    defaultSeries: seriesName,
    /** An unlisted series below this one is end-of-life, not unknown. */
    endOfLifeBefore: dist/* optional */.lqM(seriesName),
    series: dist/* pipe */.FsL(dist/* unknown */.L5J(), dist/* check */.z6Y(isObject, "expected an object"), dist/* record */.g1P(seriesName, seriesSchema)),
    /** Whether a release can be had that is newer than the latest of its series here. */
    newerReleases: dist/* picklist */.KIO(["accepted", "refused"]),
    /** Where the buildpack keeps its Python: no app may have them. */
    privateFolders: paths,
    /** Each of these files turns collectstatic off. */
    collectstaticDisabledFiles: paths,
    /** Names for `STACK` in hooks: the prefix and the Ubuntu release without its `.04`. */
    stacks: dist/* strictObject */.rej({ prefix: dist/* string */.YjP(), ubuntu: texts, default: dist/* string */.YjP() }),
    /** Commands that `bin/pre_compile` finds missing, though the machine may have them. */
    hookStubs: texts,
    /** Which of the app's config vars reach the install. */
    installVariables: dist/* union */.KCZ([dist/* literal */.euz("all"), variablesByPackageManager]),
    /** What the platform sets for the container of `web`. */
    runVariables: dist/* record */.g1P(dist/* string */.YjP(), dist/* string */.YjP()),
    procfile: procfileSchema,
    /** The URL of the Python buildpack. */
    buildpack: dist/* string */.YjP(),
    fetchesSubmodules: dist/* boolean */.zMY(),
    /** Of the app's source, as a tar, in bytes; absent where there is no limit. */
    largestArchive: dist/* optional */.lqM(size),
    /** The file that describes the app for review apps. */
    manifest: dist/* string */.YjP(),
    /** Limits of config vars, in characters; absent where there are none. */
    longestVariableName: dist/* optional */.lqM(size),
    longestVariableValue: dist/* optional */.lqM(size),
    severities: severitiesSchema,
});
/** The platforms that come with python-build, the default first. */
const shippedPlatforms = [classic_namespaceObject, scalingo_namespaceObject, heroku_namespaceObject].map((data) => dist/* parse */.qgA(platformSchema, data));
/** Their names, for messages. */
const shippedNames = shippedPlatforms.map(({ name }) => name).join(", ");
/** A platform that comes with python-build; undefined when there is none of this name. */
function shippedPlatform(name) {
    return shippedPlatforms.find((platform) => platform.name === name);
}
/**
 * Reads a user's own platform file. `"extends": "classic"` takes over what the file doesn't name.
 *
 * @param file path from the repository's root, for messages.
 * Throws BuildError `platform::invalid-file` with the line of the mistake.
 */
function readPlatform(file, text) {
    const parsed = (0,json/* parseJson */.q)(text);
    if (!parsed.valid)
        throw invalidFile(file, `It is not JSON: ${parsed.reason}.`, parsed.line);
    const fail = (path, reason) => {
        throw invalidFile(file, reason, lineOfField(text, path));
    };
    if (!isObject(parsed.value))
        return fail([], "It is not an object.");
    const result = dist/* safeParse */.xLC(platformSchema, withBase(parsed.value, fail));
    if (result.success)
        return checkSeries(result.output, fail);
    const [issue] = result.issues;
    const path = (issue.path ?? []).map((item) => String(item.key));
    const field = (0,src_text/* visible */.RK)(jsonPath(path));
    if (issue.expected === "never")
        return fail(path, `There is no field \`${field}\`.`);
    if (issue.received === "undefined")
        return fail(path, `The field \`${field}\` is missing.`);
    return fail(path, `\`${field}\` is ${(0,src_text/* visible */.RK)(issue.received)}; accepted: ${(0,src_text/* visible */.RK)(issue.expected ?? issue.message)}.`);
}
function checkSeries(platform, fail) {
    const { defaultSeries, series } = platform;
    if (!Object.hasOwn(series, defaultSeries)) {
        fail(["defaultSeries"], `\`defaultSeries\` is ${defaultSeries}, which \`series\` does not list.`);
    }
    for (const [name, { latest }] of Object.entries(series)) {
        if ((0,version/* seriesOf */.Lf)(latest) !== name)
            fail(["series", name, "latest"], `${latest} is no release of Python ${name}.`);
    }
    return platform;
}
function withBase(value, fail) {
    if (value["extends"] === undefined)
        return value;
    const { extends: name, ...own } = value;
    const base = typeof name === "string" ? shippedPlatform(name) : undefined;
    if (base)
        return merge(base, own);
    return fail(["extends"], `\`extends\` is \`${(0,src_text/* visible */.RK)((0,src_text/* valueText */.Ru)(name))}\`; accepted: ${shippedNames}.`);
}
/** Members of both are merged, those of one are taken over; `__proto__` is a name like any other. */
function merge(base, own) {
    const members = Object.entries(own).map(([key, value]) => {
        const inherited = Object.hasOwn(base, key) ? base[key] : undefined;
        return [key, isObject(inherited) && isObject(value) ? merge(inherited, value) : value];
    });
    return Object.fromEntries([...Object.entries(base), ...members]);
}
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** `series["3.13"].latest`. */
function jsonPath(path) {
    return path
        .map((key) => (/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`))
        .join("")
        .replace(/^\./, "");
}
/** The line of a field or, where it is missing, of the one that it belongs in. */
function lineOfField(text, path) {
    return (0,json/* findMember */.g)(text, path)?.line ?? (path.length > 1 ? lineOfField(text, path.slice(0, -1)) : undefined);
}
function invalidFile(file, reason, line) {
    return new build_error/* BuildError */.z({
        id: "platform::invalid-file",
        title: "The platform file is not valid",
        explanation: `The input \`platform\` names ${file}, which does not describe a platform. ${reason}`,
        remedy: 'Correct the file, or begin with one that changes only what differs: {"extends": "classic", "name": "my-platform"}.',
        location: { file, line },
    });
}


/***/ }),

/***/ 8733:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  E: () => (/* binding */ reportOf),
  V: () => (/* binding */ report_verdictOf)
});

// EXTERNAL MODULE: ./src/finding.ts
var finding = __nccwpck_require__(2018);
// EXTERNAL MODULE: ./src/runtime/version.ts
var version = __nccwpck_require__(6696);
// EXTERNAL MODULE: ./src/plan.ts + 46 modules
var plan = __nccwpck_require__(4538);
// EXTERNAL MODULE: ./src/platforms/platform.ts + 3 modules
var platforms_platform = __nccwpck_require__(6774);
;// CONCATENATED MODULE: ./src/verdicts.ts



/**
 * What each shipped platform would say of the app, a user's own platform before them. Where inputs are wrong nothing is
 * known of the app, and the one platform that was asked for stands alone.
 */
function verdictsOf(build) {
    const { journal, platform, inputs, context } = build;
    const own = verdictOf(platform?.name ?? inputs?.platform ?? "classic", journal.findings);
    if (!context || !platform)
        return [own];
    const shipped = platforms_platform/* shippedPlatforms */.yA.map((other) => other === platform ? own : verdictOf(other.name, findingsOn(other, { ...context, platform: other }, build)));
    return platforms_platform/* shippedPlatforms */.yA.includes(platform) ? shipped : [own, ...shipped];
}
/** What another platform would have planned, and what came up in this build, which it would have met, too. */
function findingsOn(platform, context, { pristine, subject, journal }) {
    return [
        ...(pristine ? [...(0,plan/* judgeSource */.rl)(context, pristine), ...(0,plan/* judgePreCompile */.ad)(context, pristine)] : []),
        ...(subject ? (0,plan/* planBuild */.C7)(context, subject).findings : []),
        ...(0,finding/* weigh */.vi)(journal.happened, platform.severities),
    ];
}
function verdictOf(name, findings) {
    const failureReason = findings.find(({ severity }) => severity === "error")?.id ?? null;
    return { name, deployable: failureReason === null, failureReason };
}

;// CONCATENATED MODULE: ./src/report.ts



/** The report of a build, however it ended. */
function reportOf(build) {
    const { journal, inputs, platform, plan, python, downloads } = build;
    const { findings, steps } = journal;
    const deployable = (0,finding/* isDeployable */.M4)(findings);
    const failureReason = findings.find((finding) => finding.severity === "error")?.id ?? null;
    return {
        schema: 1,
        platform: platform?.name ?? inputs?.platform ?? "classic",
        mode: inputs?.mode ?? "build",
        deployable,
        failureReason,
        python: plan?.runtime ? pythonOf(plan.runtime, python) : null,
        packageManager: plan?.packageManager?.name ?? null,
        platforms: verdictsOf(build),
        steps,
        findings: findings.map(({ id, severity, title, explanation, remedy, location }) => {
            return { id, severity, title, explanation, remedy, file: location?.file ?? null, line: location?.line ?? null };
        }),
        cache: { environment: "off", downloads, python: "off" },
    };
}
/** What a build says of a deploy, as a sentence without its full stop. */
function report_verdictOf({ platform, deployable, failureReason, findings }) {
    if (!deployable) {
        const decided = !undecided.test(failureReason ?? "");
        return decided ? `The app would not deploy on ${platform}` : "It can't be told whether the app would deploy";
    }
    const warnings = findings.filter(({ severity }) => severity === "warning").length;
    const beside = warnings === 0 ? "" : `, with ${warnings} ${warnings === 1 ? "warning" : "warnings"}`;
    return `The app would deploy on ${platform}${beside}`;
}
/** Failures of the run, the network or the machine: they say nothing of the app. */
const undecided = /^(input|platform|machine|internal-error|install-package-manager)::|^install-python$/;
function pythonOf({ requested, release }, python) {
    return {
        requested: requested.origin === "default" ? null : (0,version/* versionText */.KA)(requested),
        origin: requested.origin,
        version: python?.release ?? release,
        source: python?.source ?? null,
    };
}


/***/ }),

/***/ 5165:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ez: () => (/* binding */ parseRequirements),
/* harmony export */   F7: () => (/* binding */ decodeRequirements),
/* harmony export */   m3: () => (/* binding */ namedVariable),
/* harmony export */   yD: () => (/* binding */ includedPath)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);

/**
 * Reads a requirements file as pip does: a line that ends in a backslash goes on, `#` at its beginning or after white
 * space begins a comment, and what begins with `-` is an option.
 *
 * Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
function parseRequirements(text) {
    return logicalLines(text).flatMap(({ content, line }) => {
        if (content === "")
            return [];
        if (content.startsWith("-"))
            return [parseOption(content, line)];
        return [{ kind: "requirement", text: content, editable: false, line }];
    });
}
/**
 * Where an include leads: a normalized path, relative to what the path of the including file is relative to. Undefined
 * for a URL, and for a path with a variable in it.
 */
function includedPath(file, path) {
    if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(path) || namedVariable.test(path))
        return undefined;
    return node_path__WEBPACK_IMPORTED_MODULE_0__.posix.isAbsolute(path) ? node_path__WEBPACK_IMPORTED_MODULE_0__.posix.normalize(path) : node_path__WEBPACK_IMPORTED_MODULE_0__.posix.join(node_path__WEBPACK_IMPORTED_MODULE_0__.posix.dirname(file), path);
}
/** A variable that pip puts in, such as `${TOKEN}`. */
const namedVariable = /\$\{([A-Z0-9_]+)\}/;
/**
 * Decodes a requirements file as pip does: by a byte order mark, by a comment in the first two lines, else as UTF-8.
 * What isn't UTF-8 then is read in the locale's encoding, which is UTF-8 on the platforms, so pip gives up.
 */
function decodeRequirements(bytes) {
    const mark = marks.find(({ begins }) => begins.every((byte, index) => bytes[index] === byte));
    const encoding = (mark?.encoding ?? codingComment(bytes) ?? "utf-8").toLowerCase();
    const text = decode(bytes, encoding, true);
    return { text: text ?? decode(bytes, "utf-8", false) ?? "", encoding, decodable: text !== undefined };
}
const marks = [
    { begins: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
    { begins: [0xff, 0xfe], encoding: "utf-16le" },
    { begins: [0xfe, 0xff], encoding: "utf-16be" },
];
function codingComment(bytes) {
    const begin = new TextDecoder("latin1").decode(bytes.subarray(0, 400)).split("\n").slice(0, 2);
    const comment = begin.find((line) => line.startsWith("#") && /coding[:=]/.test(line));
    return comment === undefined ? undefined : /coding[:=]\s*([-\w.]+)/.exec(comment)?.[1];
}
/** Undefined for an unknown encoding and, when `fatal`, for bytes that are none of it. */
function decode(bytes, label, fatal) {
    try {
        return new TextDecoder(label, { fatal }).decode(bytes);
    }
    catch (error) {
        if (error instanceof TypeError || error instanceof RangeError)
            return undefined;
        throw error;
    }
}
/** Where Python's `splitlines` ends a line. */
const lineEnds = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029";
const lineEnd = new RegExp(`\r\n|[${lineEnds}]`);
function logicalLines(text) {
    const lines = [];
    let begun;
    for (const [index, raw] of text.split(lineEnd).entries()) {
        const comment = /^\s*#/.test(raw);
        begun ??= { pieces: [], line: index + 1 };
        // A comment ends the line before it, even one that would go on.
        const goesOn = raw.endsWith("\\") && !comment;
        begun.pieces.push(goesOn ? withoutBackslashes(raw) : comment ? ` ${raw}` : raw);
        if (goesOn)
            continue;
        lines.push({ content: withoutComment(begun.pieces.join("")), line: begun.line });
        begun = undefined;
    }
    if (begun)
        lines.push({ content: withoutComment(begun.pieces.join("")), line: begun.line });
    return lines;
}
/** A regular expression that is anchored at the end alone takes quadratic time on a long run. */
function withoutBackslashes(line) {
    let end = line.length;
    while (line[end - 1] === "\\")
        end--;
    return line.slice(0, end);
}
function withoutComment(line) {
    const start = line.search(/(?:^|\s)#/);
    return (start === -1 ? line : line.slice(0, start)).trim();
}
/** Options with a file or a requirement, and the shortest beginning of their long names that pip's reader takes. */
const valued = [
    { kind: "requirement", short: "-r", long: "--requirement", shortest: "--requirem" },
    { kind: "constraint", short: "-c", long: "--constraint", shortest: "--c" },
    { kind: "editable", short: "-e", long: "--editable", shortest: "--ed" },
];
function parseOption(content, line) {
    const [first = "", second = ""] = shellWords(content);
    const [, name = "", joined] = /^(--[A-Za-z-]+(?==|$)|-[A-Za-z])=?([\s\S]+)?$/.exec(first) ?? [];
    const value = joined ?? second;
    const option = valued.find(({ short, long, shortest }) => name === short || (long.startsWith(name) && name.startsWith(shortest)));
    if (!option || value === "")
        return { kind: "option", text: content, line };
    if (option.kind === "editable")
        return { kind: "requirement", text: value, editable: true, line };
    return { kind: "include", path: value, constraint: option.kind === "constraint", line };
}
/** The first two words of an option's line, as a shell would split it. */
function shellWords(text) {
    const words = text.slice(0, longestOption).match(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g) ?? [];
    return words.slice(0, 2).map((word) => word.replace(/\\([\s\S])|"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'/g, "$1$2$3"));
}
/** In characters: more than any path. */
const longestOption = 10_000;


/***/ }),

/***/ 7818:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CG: () => (/* binding */ requirementsOf),
/* harmony export */   s$: () => (/* binding */ testRequirementsOf),
/* harmony export */   zD: () => (/* binding */ includesOf)
/* harmony export */ });
/* harmony import */ var _app_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(168);
/* harmony import */ var _requirements_file_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5165);


/** What pip reads for `requirements.txt`. */
const requirementsOf = (0,_app_js__WEBPACK_IMPORTED_MODULE_0__/* .oncePerApp */ .A)((app) => follow(app, _app_js__WEBPACK_IMPORTED_MODULE_0__/* .includingFiles */ .vu[0]));
/** What pip reads for `requirements-test.txt`. */
const testRequirementsOf = (0,_app_js__WEBPACK_IMPORTED_MODULE_0__/* .oncePerApp */ .A)((app) => follow(app, _app_js__WEBPACK_IMPORTED_MODULE_0__/* .includingFiles */ .vu[1]));
/** The paths that a requirements file includes, normalized and relative to the app's root, which they may leave. */
function includesOf(file, bytes) {
    const lines = (0,_requirements_file_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRequirements */ .Ez)((0,_requirements_file_js__WEBPACK_IMPORTED_MODULE_1__/* .decodeRequirements */ .F7)(bytes).text);
    return lines.flatMap((line) => (line.kind === "include" ? ((0,_requirements_file_js__WEBPACK_IMPORTED_MODULE_1__/* .includedPath */ .yD)(file, line.path) ?? []) : []));
}
function follow(app, root) {
    const found = { files: [], requirements: [], constraints: [], options: [], includes: [], cycles: [] };
    if ((0,_app_js__WEBPACK_IMPORTED_MODULE_0__/* .hasFile */ .jv)(app, root))
        collect({ app, found, open: [], constraint: false }, root);
    return found;
}
function collect({ app, found, open, constraint }, file) {
    const bytes = (0,_app_js__WEBPACK_IMPORTED_MODULE_0__/* .bytesOf */ .$$)(app, file);
    // pip reads a file as often as it is named; for us, once is enough.
    if (!bytes || found.files.includes(file))
        return;
    found.files.push(file);
    for (const line of (0,_requirements_file_js__WEBPACK_IMPORTED_MODULE_1__/* .parseRequirements */ .Ez)((0,_requirements_file_js__WEBPACK_IMPORTED_MODULE_1__/* .decodeRequirements */ .F7)(bytes).text)) {
        const placed = { ...line, location: { file, line: line.line } };
        if (placed.kind === "requirement")
            (constraint ? found.constraints : found.requirements).push(placed);
        else if (placed.kind === "option")
            found.options.push(placed);
        else {
            const path = (0,_requirements_file_js__WEBPACK_IMPORTED_MODULE_1__/* .includedPath */ .yD)(file, placed.path);
            const include = { written: placed.path, path, location: placed.location };
            found.includes.push(include);
            if (path === undefined)
                continue;
            const inside = [...open, file];
            if (inside.includes(path))
                found.cycles.push(include);
            else
                collect({ app, found, open: inside, constraint: constraint || placed.constraint }, path);
        }
    }
}


/***/ }),

/***/ 5980:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  o2: () => (/* binding */ knownReleases),
  wq: () => (/* binding */ newestKnown),
  eV: () => (/* binding */ standaloneTable)
});

;// CONCATENATED MODULE: ./src/runtime/source-releases.json
const source_releases_namespaceObject = /*#__PURE__*/JSON.parse('{"3.14.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.14.6/Python-3.14.6.tar.xz","sha256":"143b1dddefaec3bd2e21e3b839b34a2b7fb9842272883c576420d605e9f30c63"},"tgz":{"url":"https://www.python.org/ftp/python/3.14.6/Python-3.14.6.tgz","sha256":"74d0d71d0600e477651a077101d6e62d1e2e69b8e992ba18c993dd643b7ba222"}},"3.14.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.14.5/Python-3.14.5.tar.xz","sha256":"7e32597b99e5d9a39abed35de4693fa169df3e5850d4c334337ffd6a19a36db6"},"tgz":{"url":"https://www.python.org/ftp/python/3.14.5/Python-3.14.5.tgz","sha256":"9c22bfe9939a6c5418fc74b289a5f1cc41859ae82ac6b163016b5844bd0a86bc"}},"3.14.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.14.4/Python-3.14.4.tar.xz","sha256":"d923c51303e38e249136fc1bdf3568d56ecb03214efdef48516176d3d7faaef8"},"tgz":{"url":"https://www.python.org/ftp/python/3.14.4/Python-3.14.4.tgz","sha256":"b4c059d5895f030e7df9663894ce3732bfa1b32cd3ab2883980266a45ce3cb3b"}},"3.14.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.14.3/Python-3.14.3.tar.xz","sha256":"a97d5549e9ad81fe17159ed02c68774ad5d266c72f8d9a0b5a9c371fe85d902b"},"tgz":{"url":"https://www.python.org/ftp/python/3.14.3/Python-3.14.3.tgz","sha256":"d7fe130d0501ae047ca318fa92aa642603ab6f217901015a1df6ce650d5470cd"}},"3.14.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.14.2/Python-3.14.2.tar.xz","sha256":"ce543ab854bc256b61b71e9b27f831ffd1bfd60a479d639f8be7f9757cf573e9"},"tgz":{"url":"https://www.python.org/ftp/python/3.14.2/Python-3.14.2.tgz","sha256":"c609e078adab90e2c6bacb6afafacd5eaf60cd94cf670f1e159565725fcd448d"}},"3.14.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.14.1/Python-3.14.1.tar.xz","sha256":"8dfa08b1959d9d15838a1c2dab77dc8d8ff4a553a1ed046dfacbc8095c6d42fc"},"tgz":{"url":"https://www.python.org/ftp/python/3.14.1/Python-3.14.1.tgz","sha256":"8343f001dede23812c7e9c6064f776bade2ef5813f46f0ae4b5a4c10c9069e9a"}},"3.14.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tar.xz","sha256":"2299dae542d395ce3883aca00d3c910307cd68e0b2f7336098c8e7b7eee9f3e9"},"tgz":{"url":"https://www.python.org/ftp/python/3.14.0/Python-3.14.0.tgz","sha256":"88d2da4eed42fa9a5f42ff58a8bc8988881bd6c547e297e46682c2687638a851"}},"3.13.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.14/Python-3.13.14.tar.xz","sha256":"639e43243c620a308f968213df9e00f2f8f62332f7adbaa7a7eeb9783057c690"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.14/Python-3.13.14.tgz","sha256":"5ae535a36af0ebca6fca176ecb8197f5db9c1cb8c8f0cd12cdf1787046db1f41"}},"3.13.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.13/Python-3.13.13.tar.xz","sha256":"2ab91ff401783ccca64f75d10c882e957bdfd60e2bf5a72f8421793729b78a71"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.13/Python-3.13.13.tgz","sha256":"f9cde7b0e2ec8165d7326e2a0f59ea2686ce9d0c617dbbb3d66a7e54d31b74b9"}},"3.13.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.12/Python-3.13.12.tar.xz","sha256":"2a84cd31dd8d8ea8aaff75de66fc1b4b0127dd5799aa50a64ae9a313885b4593"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.12/Python-3.13.12.tgz","sha256":"12e7cb170ad2d1a69aee96a1cc7fc8de5b1e97a2bdac51683a3db016ec9a2996"}},"3.13.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.11/Python-3.13.11.tar.xz","sha256":"16ede7bb7cdbfa895d11b0642fa0e523f291e6487194d53cf6d3b338c3a17ea2"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.11/Python-3.13.11.tgz","sha256":"03cfedbe06ce21bc44ce09245e091a77f2fee9ec9be5c52069048a181300b202"}},"3.13.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.10/Python-3.13.10.tar.xz","sha256":"bc673c04375a1a3f0808c27ba8f0411ab811ad390a8740318ccb9c60fad8fd77"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.10/Python-3.13.10.tgz","sha256":"de5930852e95ba8c17b56548e04648470356ac47f7506014664f8f510d7bd61b"}},"3.13.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.9/Python-3.13.9.tar.xz","sha256":"ed5ef34cda36cfa2f3a340f07cac7e7814f91c7f3c411f6d3562323a866c5c66"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.9/Python-3.13.9.tgz","sha256":"c4c066af19c98fb7835d473bebd7e23be84f6e9874d47db9e39a68ee5d0ce35c"}},"3.13.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.8/Python-3.13.8.tar.xz","sha256":"b9910730526b298299b46b35595ced9055722df60c06ad6301f6a4e2c728a252"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.8/Python-3.13.8.tgz","sha256":"06108fe96f4089b7d9e0096cb4ca9c81ddcd5135f779a7de94cf59abcaa4b53f"}},"3.13.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.7/Python-3.13.7.tar.xz","sha256":"5462f9099dfd30e238def83c71d91897d8caa5ff6ebc7a50f14d4802cdaaa79a"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.7/Python-3.13.7.tgz","sha256":"6c9d80839cfa20024f34d9a6dd31ae2a9cd97ff5e980e969209746037a5153b2"}},"3.13.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.6/Python-3.13.6.tar.xz","sha256":"17ba5508819d8736a14fbfc47d36e184946a877851b2e9c4b6c43acb44a3b104"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.6/Python-3.13.6.tgz","sha256":"6cf50672cc03928488817d45af24bc927a48f910fe7893d6f388130e59ba98d7"}},"3.13.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.5/Python-3.13.5.tar.xz","sha256":"93e583f243454e6e9e4588ca2c2662206ad961659863277afcdb96801647d640"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.5/Python-3.13.5.tgz","sha256":"e6190f52699b534ee203d9f417bdbca05a92f23e35c19c691a50ed2942835385"}},"3.13.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.4/Python-3.13.4.tar.xz","sha256":"27b15a797562a2971dce3ffe31bb216042ce0b995b39d768cf15f784cc757365"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.4/Python-3.13.4.tgz","sha256":"2666038f1521b7a8ec34bf2997b363778118d6f3979282c93723e872bcd464e0"}},"3.13.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.3/Python-3.13.3.tar.xz","sha256":"40f868bcbdeb8149a3149580bb9bfd407b3321cd48f0be631af955ac92c0e041"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.3/Python-3.13.3.tgz","sha256":"988d735a6d33568cbaff1384a65cb22a1fb18a9ecb73d43ef868000193ce23ed"}},"3.13.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.2/Python-3.13.2.tar.xz","sha256":"d984bcc57cd67caab26f7def42e523b1c015bbc5dc07836cf4f0b63fa159eb56"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.2/Python-3.13.2.tgz","sha256":"b8d79530e3b7c96a5cb2d40d431ddb512af4a563e863728d8713039aa50203f9"}},"3.13.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.1/Python-3.13.1.tar.xz","sha256":"9cf9427bee9e2242e3877dd0f6b641c1853ca461f39d6503ce260a59c80bf0d9"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.1/Python-3.13.1.tgz","sha256":"1513925a9f255ef0793dbf2f78bb4533c9f184bdd0ad19763fd7f47a400a7c55"}},"3.13.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.13.0/Python-3.13.0.tar.xz","sha256":"086de5882e3cb310d4dca48457522e2e48018ecd43da9cdf827f6a0759efb07d"},"tgz":{"url":"https://www.python.org/ftp/python/3.13.0/Python-3.13.0.tgz","sha256":"12445c7b3db3126c41190bfdc1c8239c39c719404e844babbd015a1bc3fafcd4"}},"3.12.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.13/Python-3.12.13.tar.xz","sha256":"c08bc65a81971c1dd5783182826503369466c7e67374d1646519adf05207b684"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.13/Python-3.12.13.tgz","sha256":"0816c4761c97ecdb3f50a3924de0a93fd78cb63ee8e6c04201ddfaedca500b0b"}},"3.12.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.12/Python-3.12.12.tar.xz","sha256":"fb85a13414b028c49ba18bbd523c2d055a30b56b18b92ce454ea2c51edc656c4"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.12/Python-3.12.12.tgz","sha256":"487c908ddf4097a1b9ba859f25fe46d22ccaabfb335880faac305ac62bffb79b"}},"3.12.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.11/Python-3.12.11.tar.xz","sha256":"c30bb24b7f1e9a19b11b55a546434f74e739bb4c271a3e3a80ff4380d49f7adb"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.11/Python-3.12.11.tgz","sha256":"7b8d59af8216044d2313de8120bfc2cc00a9bd2e542f15795e1d616c51faf3d6"}},"3.12.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.10/Python-3.12.10.tar.xz","sha256":"07ab697474595e06f06647417d3c7fa97ded07afc1a7e4454c5639919b46eaea"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.10/Python-3.12.10.tgz","sha256":"15d9c623abfd2165fe816ea1fb385d6ed8cf3c664661ab357f1782e3036a6dac"}},"3.12.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.9/Python-3.12.9.tar.xz","sha256":"7220835d9f90b37c006e9842a8dff4580aaca4318674f947302b8d28f3f81112"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.9/Python-3.12.9.tgz","sha256":"45313e4c5f0e8acdec9580161d565cf5fea578e3eabf25df7cc6355bf4afa1ee"}},"3.12.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.8/Python-3.12.8.tar.xz","sha256":"c909157bb25ec114e5869124cc2a9c4a4d4c1e957ca4ff553f1edc692101154e"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.8/Python-3.12.8.tgz","sha256":"5978435c479a376648cb02854df3b892ace9ed7d32b1fead652712bee9d03a45"}},"3.12.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.7/Python-3.12.7.tar.xz","sha256":"24887b92e2afd4a2ac602419ad4b596372f67ac9b077190f459aba390faf5550"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.7/Python-3.12.7.tgz","sha256":"73ac8fe780227bf371add8373c3079f42a0dc62deff8d612cd15a618082ab623"}},"3.12.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.6/Python-3.12.6.tar.xz","sha256":"1999658298cf2fb837dffed8ff3c033ef0c98ef20cf73c5d5f66bed5ab89697c"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.6/Python-3.12.6.tgz","sha256":"85a4c1be906d20e5c5a69f2466b00da769c221d6a684acfd3a514dbf5bf10a66"}},"3.12.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.5/Python-3.12.5.tar.xz","sha256":"fa8a2e12c5e620b09f53e65bcd87550d2e5a1e2e04bf8ba991dcc55113876397"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.5/Python-3.12.5.tgz","sha256":"38dc4e2c261d49c661196066edbfb70fdb16be4a79cc8220c224dfeb5636d405"}},"3.12.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.4/Python-3.12.4.tar.xz","sha256":"f6d419a6d8743ab26700801b4908d26d97e8b986e14f95de31b32de2b0e79554"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.4/Python-3.12.4.tgz","sha256":"01b3c1c082196f3b33168d344a9c85fb07bfe0e7ecfe77fee4443420d1ce2ad9"}},"3.12.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.3/Python-3.12.3.tar.xz","sha256":"56bfef1fdfc1221ce6720e43a661e3eb41785dd914ce99698d8c7896af4bdaa1"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.3/Python-3.12.3.tgz","sha256":"a6b9459f45a6ebbbc1af44f5762623fa355a0c87208ed417628b379d762dddb0"}},"3.12.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.2/Python-3.12.2.tar.xz","sha256":"be28112dac813d2053545c14bf13a16401a21877f1a69eb6ea5d84c4a0f3d870"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.2/Python-3.12.2.tgz","sha256":"a7c4f6a9dc423d8c328003254ab0c9338b83037bd787d680826a5bf84308116e"}},"3.12.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.1/Python-3.12.1.tar.xz","sha256":"8dfb8f426fcd226657f9e2bd5f1e96e53264965176fa17d32658e873591aeb21"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.1/Python-3.12.1.tgz","sha256":"d01ec6a33bc10009b09c17da95cc2759af5a580a7316b3a446eb4190e13f97b2"}},"3.12.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.12.0/Python-3.12.0.tar.xz","sha256":"795c34f44df45a0e9b9710c8c71c15c671871524cd412ca14def212e8ccb155d"},"tgz":{"url":"https://www.python.org/ftp/python/3.12.0/Python-3.12.0.tgz","sha256":"51412956d24a1ef7c97f1cb5f70e185c13e3de1f50d131c0aac6338080687afb"}},"3.11.15":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.15/Python-3.11.15.tar.xz","sha256":"272179ddd9a2e41a0fc8e42e33dfbdca0b3711aa5abf372d3f2d51543d09b625"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.15/Python-3.11.15.tgz","sha256":"f4de1b10bd6c70cbb9fa1cd71fc5038b832747a74ee59d599c69ce4846defb50"}},"3.11.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.14/Python-3.11.14.tar.xz","sha256":"8d3ed8ec5c88c1c95f5e558612a725450d2452813ddad5e58fdb1a53b1209b78"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.14/Python-3.11.14.tgz","sha256":"563d2a1b2a5ba5d5409b5ecd05a0e1bf9b028cf3e6a6f0c87a5dc8dc3f2d9182"}},"3.11.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.13/Python-3.11.13.tar.xz","sha256":"8fb5f9fbc7609fa822cb31549884575db7fd9657cbffb89510b5d7975963a83a"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.13/Python-3.11.13.tgz","sha256":"0f1a22f4dfd34595a29cf69ee7ea73b9eff8b1cc89d7ab29b3ab0ec04179dad8"}},"3.11.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.12/Python-3.11.12.tar.xz","sha256":"849da87af4df137710c1796e276a955f7a85c9f971081067c8f565d15c352a09"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.12/Python-3.11.12.tgz","sha256":"379c9929a989a9d65a1f5d854e011f4872b142259f4fc0a8c4062d2815ed7fba"}},"3.11.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.11/Python-3.11.11.tar.xz","sha256":"2a9920c7a0cd236de33644ed980a13cbbc21058bfdc528febb6081575ed73be3"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.11/Python-3.11.11.tgz","sha256":"883bddee3c92fcb91cf9c09c5343196953cbb9ced826213545849693970868ed"}},"3.11.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.10/Python-3.11.10.tar.xz","sha256":"07a4356e912900e61a15cb0949a06c4a05012e213ecd6b4e84d0f67aabbee372"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.10/Python-3.11.10.tgz","sha256":"92f2faf242681bfa406d53a51e17d42c5373affe23a130cd9697e132ef574706"}},"3.11.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.9/Python-3.11.9.tar.xz","sha256":"9b1e896523fc510691126c864406d9360a3d1e986acbda59cda57b5abda45b87"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.9/Python-3.11.9.tgz","sha256":"e7de3240a8bc2b1e1ba5c81bf943f06861ff494b69fda990ce2722a504c6153d"}},"3.11.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.8/Python-3.11.8.tar.xz","sha256":"9e06008c8901924395bc1da303eac567a729ae012baa182ab39269f650383bb3"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.8/Python-3.11.8.tgz","sha256":"d3019a613b9e8761d260d9ebe3bd4df63976de30464e5c0189566e1ae3f61889"}},"3.11.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.7/Python-3.11.7.tar.xz","sha256":"18e1aa7e66ff3a58423d59ed22815a6954e53342122c45df20c96877c062b9b7"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.7/Python-3.11.7.tgz","sha256":"068c05f82262e57641bd93458dfa883128858f5f4997aad7a36fd25b13b29209"}},"3.11.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.6/Python-3.11.6.tar.xz","sha256":"0fab78fa7f133f4f38210c6260d90d7c0d5c7198446419ce057ec7ac2e6f5f38"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.6/Python-3.11.6.tgz","sha256":"c049bf317e877cbf9fce8c3af902436774ecef5249a29d10984ca3a37f7f4736"}},"3.11.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.5/Python-3.11.5.tar.xz","sha256":"85cd12e9cf1d6d5a45f17f7afe1cebe7ee628d3282281c492e86adf636defa3f"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.5/Python-3.11.5.tgz","sha256":"a12a0a013a30b846c786c010f2c19dd36b7298d888f7c4bd1581d90ce18b5e58"}},"3.11.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.4/Python-3.11.4.tar.xz","sha256":"2f0e409df2ab57aa9fc4cbddfb976af44e4e55bf6f619eee6bc5c2297264a7f6"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.4/Python-3.11.4.tgz","sha256":"85c37a265e5c9dd9f75b35f954e31fbfc10383162417285e30ad25cc073a0d63"}},"3.11.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.3/Python-3.11.3.tar.xz","sha256":"8a5db99c961a7ecf27c75956189c9602c968751f11dbeae2b900dbff1c085b5e"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.3/Python-3.11.3.tgz","sha256":"1a79f3df32265d9e6625f1a0b31c28eb1594df911403d11f3320ee1da1b3e048"}},"3.11.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.2/Python-3.11.2.tar.xz","sha256":"29e4b8f5f1658542a8c13e2dd277358c9c48f2b2f7318652ef1675e402b9d2af"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.2/Python-3.11.2.tgz","sha256":"2411c74bda5bbcfcddaf4531f66d1adc73f247f529aee981b029513aefdbf849"}},"3.11.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.1/Python-3.11.1.tar.xz","sha256":"85879192f2cffd56cb16c092905949ebf3e5e394b7f764723529637901dfb58f"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.1/Python-3.11.1.tgz","sha256":"baed518e26b337d4d8105679caf68c5c32630d702614fc174e98cb95c46bdfa4"}},"3.11.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.11.0/Python-3.11.0.tar.xz","sha256":"a57dc82d77358617ba65b9841cee1e3b441f386c3789ddc0676eca077f2951c3"},"tgz":{"url":"https://www.python.org/ftp/python/3.11.0/Python-3.11.0.tgz","sha256":"64424e96e2457abbac899b90f9530985b51eef2905951febd935f0e73414caeb"}},"3.10.20":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.20/Python-3.10.20.tar.xz","sha256":"de6517421601e39a9a3bc3e1bc4c7b2f239297423ee05e282598c83ec0647505"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.20/Python-3.10.20.tgz","sha256":"4ff5fd4c5bab803b935019f3e31d7219cebd6f870d00389cea53b88bbe935d1a"}},"3.10.19":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.19/Python-3.10.19.tar.xz","sha256":"c8f4a596572201d81dd7df91f70e177e19a70f1d489968b54b5fbbf29a97c076"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.19/Python-3.10.19.tgz","sha256":"a078fb2d7a216071ebbe2e34b5f5355dd6b6e9b0cd1bacc4a41c63990c5a0eec"}},"3.10.18":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.18/Python-3.10.18.tar.xz","sha256":"ae665bc678abd9ab6a6e1573d2481625a53719bc517e9a634ed2b9fefae3817f"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.18/Python-3.10.18.tgz","sha256":"1b19ab802518eb36a851f5ddef571862c7a31ece533109a99df6d5af0a1ceb99"}},"3.10.17":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.17/Python-3.10.17.tar.xz","sha256":"4c68050f049d1b4ac5aadd0df5f27941c0350d2a9e7ab0907ee5eb5225d9d6b0"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.17/Python-3.10.17.tgz","sha256":"8fcda0fbdc131859a4a4223abb925fd522a77e3fb3b52c46cea5f3bc2ae0cd9f"}},"3.10.16":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.16/Python-3.10.16.tar.xz","sha256":"bfb249609990220491a1b92850a07135ed0831e41738cf681d63cf01b2a8fbd1"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.16/Python-3.10.16.tgz","sha256":"f2e22ed965a93cfeb642378ed6e6cdbc127682664b24123679f3d013fafe9cd0"}},"3.10.15":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.15/Python-3.10.15.tar.xz","sha256":"aab0950817735172601879872d937c1e4928a57c409ae02369ec3d91dccebe79"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.15/Python-3.10.15.tgz","sha256":"a27864e5ba2a4474f8f6c58ab92ff52767ac8b66f1646923355a53fe3ef15074"}},"3.10.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.14/Python-3.10.14.tar.xz","sha256":"9c50481faa8c2832329ba0fc8868d0a606a680fc4f60ec48d26ce8e076751fda"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.14/Python-3.10.14.tgz","sha256":"cefea32d3be89c02436711c95a45c7f8e880105514b78680c14fe76f5709a0f6"}},"3.10.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.13/Python-3.10.13.tar.xz","sha256":"5c88848668640d3e152b35b4536ef1c23b2ca4bd2c957ef1ecbb053f571dd3f6"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.13/Python-3.10.13.tgz","sha256":"698ec55234c1363bd813b460ed53b0f108877c7a133d48bde9a50a1eb57b7e65"}},"3.10.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.12/Python-3.10.12.tar.xz","sha256":"afb74bf19130e7a47d10312c8f5e784f24e0527981eab68e20546cfb865830b8"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.12/Python-3.10.12.tgz","sha256":"a43cd383f3999a6f4a7db2062b2fc9594fefa73e175b3aedafa295a51a7bb65c"}},"3.10.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.11/Python-3.10.11.tar.xz","sha256":"3c3bc3048303721c904a03eb8326b631e921f11cc3be2988456a42f115daf04c"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.11/Python-3.10.11.tgz","sha256":"f3db31b668efa983508bd67b5712898aa4247899a346f2eb745734699ccd3859"}},"3.10.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.10/Python-3.10.10.tar.xz","sha256":"0419e9085bf51b7a672009b3f50dbf1859acdf18ba725d0ec19aa5c8503f0ea3"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.10/Python-3.10.10.tgz","sha256":"fba64559dde21ebdc953e4565e731573bb61159de8e4d4cedee70fb1196f610d"}},"3.10.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.9/Python-3.10.9.tar.xz","sha256":"5ae03e308260164baba39921fdb4dbf8e6d03d8235a939d4582b33f0b5e46a83"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.9/Python-3.10.9.tgz","sha256":"4ccd7e46c8898f4c7862910a1703aa0e63525913a519abb2f55e26220a914d88"}},"3.10.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.8/Python-3.10.8.tar.xz","sha256":"6a30ecde59c47048013eb5a658c9b5dec277203d2793667f578df7671f7f03f3"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.8/Python-3.10.8.tgz","sha256":"f400c3fb394b8bef1292f6dc1292c5fadc3533039a5bc0c3e885f3e16738029a"}},"3.10.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.7/Python-3.10.7.tar.xz","sha256":"6eed8415b7516fb2f260906db5d48dd4c06acc0cb24a7d6cc15296a604dcdc48"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.7/Python-3.10.7.tgz","sha256":"1b2e4e2df697c52d36731666979e648beeda5941d0f95740aafbf4163e5cc126"}},"3.10.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.6/Python-3.10.6.tar.xz","sha256":"f795ff87d11d4b0c7c33bc8851b0c28648d8a4583aa2100a98c22b4326b6d3f3"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.6/Python-3.10.6.tgz","sha256":"848cb06a5caa85da5c45bd7a9221bb821e33fc2bdcba088c127c58fad44e6343"}},"3.10.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.5/Python-3.10.5.tar.xz","sha256":"8437efd5b106ef0a75aabfbf23d880625120a73a86a22ade4d2e2e68d7b74486"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.5/Python-3.10.5.tgz","sha256":"18f57182a2de3b0be76dfc39fdcfd28156bb6dd23e5f08696f7492e9e3d0bf2d"}},"3.10.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.4/Python-3.10.4.tar.xz","sha256":"80bf925f571da436b35210886cf79f6eb5fa5d6c571316b73568343451f77a19"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.4/Python-3.10.4.tgz","sha256":"f3bcc65b1d5f1dc78675c746c98fcee823c038168fc629c5935b044d0911ad28"}},"3.10.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.3/Python-3.10.3.tar.xz","sha256":"596c72de998dc39205bc4f70ef0dbf7edec740a306d09b49a9bd0a77806730dc"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.3/Python-3.10.3.tgz","sha256":"5a3b029bad70ba2a019ebff08a65060a8b9b542ffc1a83c697f1449ecca9813b"}},"3.10.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.2/Python-3.10.2.tar.xz","sha256":"17de3ac7da9f2519aa9d64378c603a73a0e9ad58dffa8812e45160c086de64c7"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.2/Python-3.10.2.tgz","sha256":"3c0ede893011319f9b0a56b44953a3d52c7abf9657c23fb4bc9ced93b86e9c97"}},"3.10.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.1/Python-3.10.1.tar.xz","sha256":"a7f1265b6e1a5de1ec5c3ec7019ab53413469934758311e9d240c46e5ae6e177"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.1/Python-3.10.1.tgz","sha256":"b76117670e7c5064344b9c138e141a377e686b9063f3a8a620ff674fa8ec90d3"}},"3.10.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.10.0/Python-3.10.0.tar.xz","sha256":"5a99f8e7a6a11a7b98b4e75e0d1303d3832cada5534068f69c7b6222a7b1b002"},"tgz":{"url":"https://www.python.org/ftp/python/3.10.0/Python-3.10.0.tgz","sha256":"c4e0cbad57c90690cb813fb4663ef670b4d0f587d8171e2c42bd4c9245bd2758"}},"3.9.25":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.25/Python-3.9.25.tar.xz","sha256":"00e07d7c0f2f0cc002432d1ee84d2a40dae404a99303e3f97701c10966c91834"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.25/Python-3.9.25.tgz","sha256":"a7438eabd3a48139f42d4e058096af8d880b0bb6e8fb8c78838892e4ce5583f2"}},"3.9.24":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.24/Python-3.9.24.tar.xz","sha256":"668391afabd5083faafa4543753d190f82f33ce6ba22d6e9ac728b43644b278a"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.24/Python-3.9.24.tgz","sha256":"9a32cfc683aecaadbd9ed891ac2af9451ff37f48a00a2d8e1f4ecd9c2a1ffdcb"}},"3.9.23":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.23/Python-3.9.23.tar.xz","sha256":"61a42919e13d539f7673cf11d1c404380e28e540510860b9d242196e165709c9"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.23/Python-3.9.23.tgz","sha256":"9a69aad184dc1d06f6819930741da3a328d34875a41f8ba33875774dbfc51b51"}},"3.9.22":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.22/Python-3.9.22.tar.xz","sha256":"8c136d199d3637a1fce98a16adc809c1d83c922d02d41f3614b34f8b6e7d38ec"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.22/Python-3.9.22.tgz","sha256":"76f4daef4ffce6fd107280a0db8d108b1f896c1c22f09d8300efd90a69c4298b"}},"3.9.21":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.21/Python-3.9.21.tar.xz","sha256":"3126f59592c9b0d798584755f2bf7b081fa1ca35ce7a6fea980108d752a05bb1"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.21/Python-3.9.21.tgz","sha256":"667c3ba2ca98d39ead1162f6548c3475768582e2ff89e0821d25eb956ac09944"}},"3.9.20":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.20/Python-3.9.20.tar.xz","sha256":"6b281279efd85294d2d6993e173983a57464c0133956fbbb5536ec9646beaf0c"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.20/Python-3.9.20.tgz","sha256":"1e71f006222666e0a39f5a47be8221415c22c4dd8f25334cc41aee260b3d379e"}},"3.9.19":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.19/Python-3.9.19.tar.xz","sha256":"d4892cd1618f6458cb851208c030df1482779609d0f3939991bd38184f8c679e"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.19/Python-3.9.19.tgz","sha256":"f5f9ec8088abca9e399c3b62fd8ef31dbd2e1472c0ccb35070d4d136821aaf71"}},"3.9.18":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.18/Python-3.9.18.tar.xz","sha256":"01597db0132c1cf7b331eff68ae09b5a235a3c3caa9c944c29cac7d1c4c4c00a"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.18/Python-3.9.18.tgz","sha256":"504ce8cfd59addc04c22f590377c6be454ae7406cb1ebf6f5a350149225a9354"}},"3.9.17":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.17/Python-3.9.17.tar.xz","sha256":"30ce057c44f283f8ed93606ccbdb8d51dd526bdc4c62cce5e0dc217bfa3e8cee"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.17/Python-3.9.17.tgz","sha256":"8ead58f669f7e19d777c3556b62fae29a81d7f06a7122ff9bc57f7dd82d7e014"}},"3.9.16":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.16/Python-3.9.16.tar.xz","sha256":"22dddc099246dd2760665561e8adb7394ea0cc43a72684c6480f9380f7786439"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.16/Python-3.9.16.tgz","sha256":"1ad539e9dbd2b42df714b69726e0693bc6b9d2d2c8e91c2e43204026605140c5"}},"3.9.15":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.15/Python-3.9.15.tar.xz","sha256":"12daff6809528d9f6154216950423c9e30f0e47336cb57c6aa0b4387dd5eb4b2"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.15/Python-3.9.15.tgz","sha256":"48d1ccb29d5fbaf1fb8f912271d09f7450e426d4dfe95978ef6aaada70ece4d8"}},"3.9.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.14/Python-3.9.14.tar.xz","sha256":"651304d216c8203fe0adf1a80af472d8e92c3b0e0a7892222ae4d9f3ae4debcf"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.14/Python-3.9.14.tgz","sha256":"9201836e2c16361b2b7408680502393737d44f227333fe2e5729c7d5f6041675"}},"3.9.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.13/Python-3.9.13.tar.xz","sha256":"125b0c598f1e15d2aa65406e83f792df7d171cdf38c16803b149994316a3080f"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.13/Python-3.9.13.tgz","sha256":"829b0d26072a44689a6b0810f5b4a3933ee2a0b8a4bfc99d7c5893ffd4f97c44"}},"3.9.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.12/Python-3.9.12.tar.xz","sha256":"2cd94b20670e4159c6d9ab57f91dbf255b97d8c1a1451d1c35f4ec1968adf971"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.12/Python-3.9.12.tgz","sha256":"70e08462ebf265012bd2be88a63d2149d880c73e53f1712b7bbbe93750560ae8"}},"3.9.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.11/Python-3.9.11.tar.xz","sha256":"66767a35309d724f370df9e503c172b4ee444f49d62b98bc4eca725123e26c49"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.11/Python-3.9.11.tgz","sha256":"3442400072f582ac2f0df30895558f08883b416c8c7877ea55d40d00d8a93112"}},"3.9.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.10/Python-3.9.10.tar.xz","sha256":"0a8fbfb5287ebc3a13e9baf3d54e08fa06778ffeccf6311aef821bb3a6586cc8"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.10/Python-3.9.10.tgz","sha256":"1aa9c0702edbae8f6a2c95f70a49da8420aaa76b7889d3419c186bfc8c0e571e"}},"3.9.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.9/Python-3.9.9.tar.xz","sha256":"06828c04a573c073a4e51c4292a27c1be4ae26621c3edc7cf9318418ce3b6d27"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.9/Python-3.9.9.tgz","sha256":"2cc7b67c1f3f66c571acc42479cdf691d8ed6b47bee12c9b68430413a17a44ea"}},"3.9.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.8/Python-3.9.8.tar.xz","sha256":"675ce09bf23c09836bf1969b744b1ea4c1a18c32788626632525f08444ebad5c"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.8/Python-3.9.8.tgz","sha256":"7447fb8bb270942d620dd24faa7814b1383b61fa99029a240025fd81c1db8283"}},"3.9.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.7/Python-3.9.7.tar.xz","sha256":"f8145616e68c00041d1a6399b76387390388f8359581abc24432bb969b5e3c57"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.7/Python-3.9.7.tgz","sha256":"a838d3f9360d157040142b715db34f0218e535333696a5569dc6f854604eb9d1"}},"3.9.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.6/Python-3.9.6.tar.xz","sha256":"397920af33efc5b97f2e0b57e91923512ef89fc5b3c1d21dbfc8c4828ce0108a"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.6/Python-3.9.6.tgz","sha256":"d0a35182e19e416fc8eae25a3dcd4d02d4997333e4ad1f2eee6010aadc3fe866"}},"3.9.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.5/Python-3.9.5.tar.xz","sha256":"0c5a140665436ec3dbfbb79e2dfb6d192655f26ef4a29aeffcb6d1820d716d83"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.5/Python-3.9.5.tgz","sha256":"e0fbd5b6e1ee242524430dee3c91baf4cbbaba4a72dd1674b90fda87b713c7ab"}},"3.9.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.4/Python-3.9.4.tar.xz","sha256":"4b0e6644a76f8df864ae24ac500a51bbf68bd098f6a173e27d3b61cdca9aa134"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.4/Python-3.9.4.tgz","sha256":"66c4de16daa74a825cf9da9ddae1fe020b72c3854b73b1762011cc33f9e4592f"}},"3.9.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.2/Python-3.9.2.tar.xz","sha256":"3c2034c54f811448f516668dce09d24008a0716c3a794dd8639b5388cbde247d"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.2/Python-3.9.2.tgz","sha256":"7899e8a6f7946748830d66739f2d8f2b30214dad956e56b9ba216b3de5581519"}},"3.9.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.1/Python-3.9.1.tar.xz","sha256":"991c3f8ac97992f3d308fefeb03a64db462574eadbff34ce8bc5bb583d9903ff"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.1/Python-3.9.1.tgz","sha256":"29cb91ba038346da0bd9ab84a0a55a845d872c341a4da6879f462e94c741f117"}},"3.9.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.9.0/Python-3.9.0.tar.xz","sha256":"9c73e63c99855709b9be0b3cc9e5b072cb60f37311e8c4e50f15576a0bf82854"},"tgz":{"url":"https://www.python.org/ftp/python/3.9.0/Python-3.9.0.tgz","sha256":"df796b2dc8ef085edae2597a41c1c0a63625ebd92487adaef2fed22b567873e8"}},"3.8.20":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.20/Python-3.8.20.tar.xz","sha256":"6fb89a7124201c61125c0ab4cf7f6894df339a40c02833bfd28ab4d7691fafb4"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.20/Python-3.8.20.tgz","sha256":"9f2d5962c2583e67ef75924cd56d0c1af78bf45ec57035cf8a2cc09f74f4bf78"}},"3.8.19":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.19/Python-3.8.19.tar.xz","sha256":"d2807ac69f69b84fd46a0b93bbd02a4fa48d3e70f4b2835ff0f72a2885040076"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.19/Python-3.8.19.tgz","sha256":"c7fa55a36e5c7a19ec37d8f90f60a2197548908c9ac8b31e7c0dbffdd470eeac"}},"3.8.18":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.18/Python-3.8.18.tar.xz","sha256":"3ffb71cd349a326ba7b2fadc7e7df86ba577dd9c4917e52a8401adbda7405e3f"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.18/Python-3.8.18.tgz","sha256":"7c5df68bab1be81a52dea0cc2e2705ea00553b67107a301188383d7b57320b16"}},"3.8.17":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.17/Python-3.8.17.tar.xz","sha256":"2e54b0c68191f16552f6de2e97a2396540572a219f6bbb28591a137cecc490a9"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.17/Python-3.8.17.tgz","sha256":"def428fa6cf61b66bcde72e3d9f7d07d33b2e4226f04f9d6fce8384c055113ae"}},"3.8.16":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.16/Python-3.8.16.tar.xz","sha256":"d85dbb3774132473d8081dcb158f34a10ccad7a90b96c7e50ea4bb61f5ce4562"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.16/Python-3.8.16.tgz","sha256":"71ca9d935637ed2feb59e90a368361dc91eca472a90acb1d344a2e8178ccaf10"}},"3.8.15":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.15/Python-3.8.15.tar.xz","sha256":"5114fc7918a2a5e20eb5aac696b30c36f412c6ef24b13f5c9eb9e056982d9550"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.15/Python-3.8.15.tgz","sha256":"924d46999df82aa2eaa1de5ca51d6800ffb56b4bf52486a28f40634e3362abc4"}},"3.8.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.14/Python-3.8.14.tar.xz","sha256":"5d77e278271ba803e9909a41a4f3baca006181c93ada682a5e5fe8dc4a24c5f3"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.14/Python-3.8.14.tgz","sha256":"41f959c480c59211feb55d5a28851a56c7e22d02ef91035606ebb21011723c31"}},"3.8.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.13/Python-3.8.13.tar.xz","sha256":"6f309077012040aa39fe8f0c61db8c0fa1c45136763299d375c9e5756f09cf57"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.13/Python-3.8.13.tgz","sha256":"903b92d76354366b1d9c4434d0c81643345cef87c1600adfa36095d7b00eede4"}},"3.8.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.12/Python-3.8.12.tar.xz","sha256":"b1d3a76420375343b5e8a22fceb1ac65b77193e9ed27146524f0a9db058728ea"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.12/Python-3.8.12.tgz","sha256":"316aa33f3b7707d041e73f246efedb297a70898c4b91f127f66dc8d80c596f1a"}},"3.8.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.11/Python-3.8.11.tar.xz","sha256":"fb1a1114ebfe9e97199603c6083e20b236a0e007a2c51f29283ffb50c1420fb2"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.11/Python-3.8.11.tgz","sha256":"b77464ea80cec14581b86aeb7fb2ff02830e0abc7bcdc752b7b4bdfcd8f3e393"}},"3.8.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.10/Python-3.8.10.tar.xz","sha256":"6af24a66093dd840bcccf371d4044a3027e655cf24591ce26e48022bc79219d9"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.10/Python-3.8.10.tgz","sha256":"b37ac74d2cbad2590e7cd0dd2b3826c29afe89a734090a87bf8c03c45066cb65"}},"3.8.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.9/Python-3.8.9.tar.xz","sha256":"5e391f3ec45da2954419cab0beaefd8be38895ea5ce33577c3ec14940c4b9572"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.9/Python-3.8.9.tgz","sha256":"9779ec1df000bf86914cdd40860b88da56c1e61db59d37784beca14a259ac9e9"}},"3.8.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.8/Python-3.8.8.tar.xz","sha256":"7c664249ff77e443d6ea0e4cf0e587eae918ca3c48d081d1915fe2a1f1bcc5cc"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.8/Python-3.8.8.tgz","sha256":"76c0763f048e4f9b861d24da76b7dd5c7a3ba7ec086f40caedeea359263276f7"}},"3.8.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.7/Python-3.8.7.tar.xz","sha256":"ddcc1df16bb5b87aa42ec5d20a5b902f2d088caa269b28e01590f97a798ec50a"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.7/Python-3.8.7.tgz","sha256":"20e5a04262f0af2eb9c19240d7ec368f385788bba2d8dfba7e74b20bab4d2bac"}},"3.8.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.6/Python-3.8.6.tar.xz","sha256":"a9e0b79d27aa056eb9cce8d63a427b5f9bab1465dee3f942dcfdb25a82f4ab8a"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.6/Python-3.8.6.tgz","sha256":"313562ee9986dc369cd678011bdfd9800ef62fbf7b1496228a18f86b36428c21"}},"3.8.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.5/Python-3.8.5.tar.xz","sha256":"e3003ed57db17e617acb382b0cade29a248c6026b1bd8aad1f976e9af66a83b0"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.5/Python-3.8.5.tgz","sha256":"015115023c382eb6ab83d512762fe3c5502fa0c6c52ffebc4831c4e1a06ffc49"}},"3.8.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.4/Python-3.8.4.tar.xz","sha256":"5f41968a95afe9bc12192d7e6861aab31e80a46c46fa59d3d837def6a4cd4d37"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.4/Python-3.8.4.tgz","sha256":"32c4d9817ef11793da4d0d95b3191c4db81d2e45544614e8449255ca9ae3cc18"}},"3.8.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.3/Python-3.8.3.tar.xz","sha256":"dfab5ec723c218082fe3d5d7ae17ecbdebffa9a1aea4d64aa3a2ecdd2e795864"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.3/Python-3.8.3.tgz","sha256":"6af6d4d2e010f9655518d0fc6738c7ff7069f10a4d2fbd55509e467f092a8b90"}},"3.8.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.2/Python-3.8.2.tar.xz","sha256":"2646e7dc233362f59714c6193017bb2d6f7b38d6ab4a0cb5fbac5c36c4d845df"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.2/Python-3.8.2.tgz","sha256":"e634a7a74776c2b89516b2e013dda1728c89c8149b9863b8cea21946daf9d561"}},"3.8.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.1/Python-3.8.1.tar.xz","sha256":"75894117f6db7051c1b34f37410168844bbb357c139a8a10a352e9bf8be594e8"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.1/Python-3.8.1.tgz","sha256":"c7cfa39a43b994621b245e029769e9126caa2a93571cee2e743b213cceac35fb"}},"3.8.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.8.0/Python-3.8.0.tar.xz","sha256":"b356244e13fb5491da890b35b13b2118c3122977c2cd825e3eb6e7d462030d84"},"tgz":{"url":"https://www.python.org/ftp/python/3.8.0/Python-3.8.0.tgz","sha256":"f1069ad3cae8e7ec467aa98a6565a62a48ef196cb8f1455a245a08db5e1792df"}},"3.7.17":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.17/Python-3.7.17.tar.xz","sha256":"7911051ed0422fd54b8f59ffc030f7cf2ae30e0f61bda191800bb040dce4f9d2"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.17/Python-3.7.17.tgz","sha256":"fd50161bc2a04f4c22a0971ff0f3856d98b4bf294f89740a9f06b520aae63b49"}},"3.7.16":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.16/Python-3.7.16.tar.xz","sha256":"8338f0c2222d847e904c955369155dc1beeeed806e8d5ef04b00ef4787238bfd"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.16/Python-3.7.16.tgz","sha256":"0cf2da07fa464636755215415909e22eb1d058817af4824bc15af8390d05fb38"}},"3.7.15":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.15/Python-3.7.15.tar.xz","sha256":"5911475a07ac2b53d746e88a0716af6d2b4734941919136ea0d33fb9c75b9714"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.15/Python-3.7.15.tgz","sha256":"cf2993798ae8430f3af3a00d96d9fdf320719f4042f039380dca79967c25e436"}},"3.7.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.14/Python-3.7.14.tar.xz","sha256":"4157ae31eb81af19e81c36882610491b0fb8f50e00fa8a17b095c88908b9c45c"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.14/Python-3.7.14.tgz","sha256":"82b2abf8978caa61a9011d166eede831b32de9cbebc0db8162900fa23437b709"}},"3.7.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.13/Python-3.7.13.tar.xz","sha256":"99f106275df8899c3e8cb9d7c01ce686c202ef275953301427194693de5bef84"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.13/Python-3.7.13.tgz","sha256":"e405417f50984bc5870c7e7a9f9aeb93e9d270f5ac67f667a0cd3a09439682b5"}},"3.7.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.12/Python-3.7.12.tar.xz","sha256":"f77bf7fb47839f213e5cbf7827281078ea90de7e72b44f10d7ef385ea8c43210"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.12/Python-3.7.12.tgz","sha256":"33b4daaf831be19219659466d12645f87ecec6eb21d4d9f9711018a7b66cce46"}},"3.7.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.11/Python-3.7.11.tar.xz","sha256":"ddb4196ab5c4f69e895920a422cb60d42b46e2de2b173ce7fd57f1435459a734"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.11/Python-3.7.11.tgz","sha256":"b4fba32182e16485d0a6022ba83c9251e6a1c14676ec243a9a07d3722cd4661a"}},"3.7.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.10/Python-3.7.10.tar.xz","sha256":"f8d82e7572c86ec9d55c8627aae5040124fd2203af400c383c821b980306ee6b"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.10/Python-3.7.10.tgz","sha256":"c9649ad84dc3a434c8637df6963100b2e5608697f9ba56d82e3809e4148e0975"}},"3.7.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.9/Python-3.7.9.tar.xz","sha256":"91923007b05005b5f9bd46f3b9172248aea5abc1543e8a636d59e629c3331b01"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.9/Python-3.7.9.tgz","sha256":"39b018bc7d8a165e59aa827d9ae45c45901739b0bbb13721e4f973f3521c166a"}},"3.7.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.8/Python-3.7.8.tar.xz","sha256":"43a543404b363f0037f89df8478f19db2dbc0d6f3ffee310bc2997fa71854a63"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.8/Python-3.7.8.tgz","sha256":"0e25835614dc221e3ecea5831b38fa90788b5389b99b675a751414c858789ab0"}},"3.7.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.7/Python-3.7.7.tar.xz","sha256":"06a0a9f1bf0d8cd1e4121194d666c4e28ddae4dd54346de6c343206599f02136"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.7/Python-3.7.7.tgz","sha256":"8c8be91cd2648a1a0c251f04ea0bb4c2a5570feb9c45eaaa2241c785585b475a"}},"3.7.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.6/Python-3.7.6.tar.xz","sha256":"55a2cce72049f0794e9a11a84862e9039af9183603b78bc60d89539f82cf533f"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.6/Python-3.7.6.tgz","sha256":"aeee681c235ad336af116f08ab6563361a0c81c537072c1b309d6e4050aa2114"}},"3.7.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.5/Python-3.7.5.tar.xz","sha256":"e85a76ea9f3d6c485ec1780fca4e500725a4a7bbc63c78ebc44170de9b619d94"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.5/Python-3.7.5.tgz","sha256":"8ecc681ea0600bbfb366f2b173f727b205bb825d93d2f0b286bc4e58d37693da"}},"3.7.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.4/Python-3.7.4.tar.xz","sha256":"fb799134b868199930b75f26678f18932214042639cd52b16da7fd134cd9b13f"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.4/Python-3.7.4.tgz","sha256":"d63e63e14e6d29e17490abbe6f7d17afb3db182dbd801229f14e55f4157c4ba3"}},"3.7.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.3/Python-3.7.3.tar.xz","sha256":"da60b54064d4cfcd9c26576f6df2690e62085123826cff2e667e72a91952d318"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.3/Python-3.7.3.tgz","sha256":"d62e3015f2f89c970ac52343976b406694931742fbde2fed8d1ce8ebb4e1f8ff"}},"3.7.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.2/Python-3.7.2.tar.xz","sha256":"d83fe8ce51b1bb48bbcf0550fd265b9a75cdfdfa93f916f9e700aef8444bf1bb"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.2/Python-3.7.2.tgz","sha256":"f09d83c773b9cc72421abba2c317e4e6e05d919f9bcf34468e192b6a6c8e328d"}},"3.7.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.1/Python-3.7.1.tar.xz","sha256":"fa7e2b8e8c9402f192ad56dc4f814089d1c4466c97d780f5e5acc02c04243d6d"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.1/Python-3.7.1.tgz","sha256":"36c1b81ac29d0f8341f727ef40864d99d8206897be96be73dc34d4739c9c9f06"}},"3.7.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.7.0/Python-3.7.0.tar.xz","sha256":"0382996d1ee6aafe59763426cf0139ffebe36984474d0ec4126dd1c40a8b3549"},"tgz":{"url":"https://www.python.org/ftp/python/3.7.0/Python-3.7.0.tgz","sha256":"85bb9feb6863e04fb1700b018d9d42d1caac178559ffa453d7e6a436e259fd0d"}},"3.6.15":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.15/Python-3.6.15.tar.xz","sha256":"6e28d7cdd6dd513dd190e49bca3972e20fcf455090ccf2ef3f1a227614135d91"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.15/Python-3.6.15.tgz","sha256":"54570b7e339e2cfd72b29c7e2fdb47c0b7b18b7412e61de5b463fc087c13b043"}},"3.6.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.14/Python-3.6.14.tar.xz","sha256":"2663a7a0cfbd00fc76269dce4317db0b54be53c0f4d705aabb32b87efa02d5ae"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.14/Python-3.6.14.tgz","sha256":"70064897bc434d6eae8bcc3e5678f282b5ea776d60e695da548a1219ccfd27a5"}},"3.6.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.13/Python-3.6.13.tar.xz","sha256":"a47a43a53abb42286a2c11965343ff56711b9e64e8d11bf2c6701a4fb8ce1a0f"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.13/Python-3.6.13.tgz","sha256":"614950d3d54f6e78dac651b49c64cfe2ceefea5af3aff3371a9e4b27a53b2669"}},"3.6.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.12/Python-3.6.12.tar.xz","sha256":"70953a9b5d6891d92e65d184c3512126a15814bee15e1eff2ddcce04334e9a99"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.12/Python-3.6.12.tgz","sha256":"12dddbe52385a0f702fb8071e12dcc6b3cb2dde07cd8db3ed60e90d90ab78693"}},"3.6.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.11/Python-3.6.11.tar.xz","sha256":"741ebdcbc4e3937a5ff23517dd455ebf7d543ea9fef6f5cf6f46e575d6c4fda4"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.11/Python-3.6.11.tgz","sha256":"96621902f89746fffc22f39749c07da7c2917b232e72352e6837d41850f7b90c"}},"3.6.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.10/Python-3.6.10.tar.xz","sha256":"0a833c398ac8cd7c5538f7232d8531afef943c60495c504484f308dac3af40de"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.10/Python-3.6.10.tgz","sha256":"7034dd7cba98d4f94c74f9edd7345bac71c8814c41672c64d9044fa2f96f334d"}},"3.6.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.9/Python-3.6.9.tar.xz","sha256":"5e2f5f554e3f8f7f0296f7e73d8600c4e9acbaee6b2555b83206edf5153870da"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.9/Python-3.6.9.tgz","sha256":"47fc92a1dcb946b9ed0abc311d3767b7215c54e655b17fd1d3f9b538195525aa"}},"3.6.8":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.8/Python-3.6.8.tar.xz","sha256":"35446241e995773b1bed7d196f4b624dadcadc8429f26282e756b2fb8a351193"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.8/Python-3.6.8.tgz","sha256":"7f5b1f08b3b0a595387ef6c64c85b1b13b38abef0dd871835ee923262e4f32f0"}},"3.6.7":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.7/Python-3.6.7.tar.xz","sha256":"81fd1401a9d66533b0a3e9e3f4ea1c7c6702d57d5b90d659f971e6f1b745f77d"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.7/Python-3.6.7.tgz","sha256":"b7c36f7ed8f7143b2c46153b7332db2227669f583ea0cce753facf549d1a4239"}},"3.6.6":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.6/Python-3.6.6.tar.xz","sha256":"d79bc15d456e73a3173a2938f18a17e5149c850ebdedf84a78067f501ee6e16f"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.6/Python-3.6.6.tgz","sha256":"7d56dadf6c7d92a238702389e80cfe66fbfae73e584189ed6f89c75bbf3eda58"}},"3.6.5":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.5/Python-3.6.5.tar.xz","sha256":"f434053ba1b5c8a5cc597e966ead3c5143012af827fd3f0697d21450bb8d87a6"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.5/Python-3.6.5.tgz","sha256":"53a3e17d77cd15c5230192b6a8c1e031c07cd9f34a2f089a731c6f6bd343d5c6"}},"3.6.4":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.4/Python-3.6.4.tar.xz","sha256":"159b932bf56aeaa76fd66e7420522d8c8853d486b8567c459b84fe2ed13bcaba"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.4/Python-3.6.4.tgz","sha256":"7dc453e1a93c083388eb1a23a256862407f8234a96dc4fae0fc7682020227486"}},"3.6.3":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.3/Python-3.6.3.tar.xz","sha256":"cda7d967c9a4bfa52337cdf551bcc5cff026b6ac50a8834e568ce4a794ca81da"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.3/Python-3.6.3.tgz","sha256":"ab6193af1921b30f587b302fe385268510e80187ca83ca82d2bfe7ab544c6f91"}},"3.6.2":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.2/Python-3.6.2.tar.xz","sha256":"9229773be41ed144370f47f0f626a1579931f5a390f1e8e3853174d52edd64a9"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.2/Python-3.6.2.tgz","sha256":"7919489310a5f17f7acbab64d731e46dca0702874840dadce8bd4b2b3b8e7a82"}},"3.6.1":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.1/Python-3.6.1.tar.xz","sha256":"a01810ddfcec216bcdb357a84bfaafdfaa0ca42bbdaa4cb7ff74f5a9961e4041"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.1/Python-3.6.1.tgz","sha256":"aa50b0143df7c89ce91be020fe41382613a817354b33acdc6641b44f8ced3828"}},"3.6.0":{"tar.xz":{"url":"https://www.python.org/ftp/python/3.6.0/Python-3.6.0.tar.xz","sha256":"b0c5f904f685e32d9232f7bdcbece9819a892929063b6e385414ad2dd6a23622"},"tgz":{"url":"https://www.python.org/ftp/python/3.6.0/Python-3.6.0.tgz","sha256":"aa472515800d25a3739833f76ca3735d9f4b2fe77c3cb21f69275e0cce30cb2b"}},"2.7.18":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.18/Python-2.7.18.tar.xz","sha256":"b62c0e7937551d0cc02b8fd5cb0f544f9405bafc9a54d3808ed4594812edef43"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.18/Python-2.7.18.tgz","sha256":"da3080e3b488f648a3d7a4560ddee895284c3380b11d6de75edb986526b9a814"}},"2.7.17":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.17/Python-2.7.17.tar.xz","sha256":"4d43f033cdbd0aa7b7023c81b0e986fd11e653b5248dac9144d508f11812ba41"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.17/Python-2.7.17.tgz","sha256":"f22059d09cdf9625e0a7284d24a13062044f5bf59d93a7f3382190dfa94cecde"}},"2.7.16":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.16/Python-2.7.16.tar.xz","sha256":"f222ef602647eecb6853681156d32de4450a2c39f4de93bd5b20235f2e660ed7"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.16/Python-2.7.16.tgz","sha256":"01da813a3600876f03f46db11cc5c408175e99f03af2ba942ef324389a83bad5"}},"2.7.15":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.15/Python-2.7.15.tar.xz","sha256":"22d9b1ac5b26135ad2b8c2901a9413537e08749a753356ee913c84dbd2df5574"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.15/Python-2.7.15.tgz","sha256":"18617d1f15a380a919d517630a9cd85ce17ea602f9bbdc58ddc672df4b0239db"}},"2.7.14":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.14/Python-2.7.14.tar.xz","sha256":"71ffb26e09e78650e424929b2b457b9c912ac216576e6bd9e7d204ed03296a66"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.14/Python-2.7.14.tgz","sha256":"304c9b202ea6fbd0a4a8e0ad3733715fbd4749f2204a9173a58ec53c32ea73e8"}},"2.7.13":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.13/Python-2.7.13.tar.xz","sha256":"35d543986882f78261f97787fd3e06274bfa6df29fac9b4a94f73930ff98f731"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.13/Python-2.7.13.tgz","sha256":"a4f05a0720ce0fd92626f0278b6b433eee9a6173ddf2bced7957dfb599a5ece1"}},"2.7.12":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.12/Python-2.7.12.tar.xz","sha256":"d7837121dd5652a05fef807c361909d255d173280c4e1a4ded94d73d80a1f978"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.12/Python-2.7.12.tgz","sha256":"3cb522d17463dfa69a155ab18cffa399b358c966c0363d6c8b5b3bf1384da4b6"}},"2.7.11":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.11/Python-2.7.11.tar.xz","sha256":"962b4c45af50124ea61f11a30deb4342fc0bc21126790fa1d7f6c79809413f46"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.11/Python-2.7.11.tgz","sha256":"82929b96fd6afc8da838b149107078c02fa1744b7e60999a8babbc0d3fa86fc6"}},"2.7.10":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.10/Python-2.7.10.tar.xz","sha256":"1cd3730781b91caf0fa1c4d472dc29274186480161a150294c42ce9b5c5effc0"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.10/Python-2.7.10.tgz","sha256":"eda8ce6eec03e74991abb5384170e7c65fcd7522e409b8e83d7e6372add0f12a"}},"2.7.9":{"tar.xz":{"url":"https://www.python.org/ftp/python/2.7.9/Python-2.7.9.tar.xz","sha256":"90d27e14ea7e03570026850e2e50ba71ad20b7eb31035aada1cf3def8f8d4916"},"tgz":{"url":"https://www.python.org/ftp/python/2.7.9/Python-2.7.9.tgz","sha256":"c8bba33e66ac3201dabdc556f0ea7cfe6ac11946ec32d357c4c6f9b018c12c5b"}}}');
;// CONCATENATED MODULE: ./src/runtime/standalone-pythons.json
const standalone_pythons_namespaceObject = /*#__PURE__*/JSON.parse('{"3.14.7":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.14.7%2B20260814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"423717c485b9ee7822590b9d973c1b5fb2cda0fe43448ab82a3d44f823bd329c","build":"20260814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.14.7%2B20260814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"e085b44e21d9c60acd866680747e1f82800cf9a1630a369da1723976d87bead1","build":"20260814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.14.7%2B20260814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"86dfb106b303fa6a1991f7da42ced3e11576f777be299b3162e06617b6d22542","build":"20260814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.14.7%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"cefba034445d2875408d1fd4d5700ae6731563aeb54dcb39fd8164ab5c457533","build":"20260814"}},"3.14.6":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260804/cpython-3.14.6%2B20260804-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"e0d4e5066aef3248c22e08a07546bfd5edeaca904c91fadc296be720998ec2ec","build":"20260804"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260804/cpython-3.14.6%2B20260804-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"78ded4c4f0b6a931240f09bd20608533bb40dd71c1ff953c7267359075ca8b16","build":"20260804"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260804/cpython-3.14.6%2B20260804-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"8ad1ec529cd1708245e8661a463245fc1479c43cbfd66e58b095456ebf77180a","build":"20260804"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260804/cpython-3.14.6%2B20260804-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ba960817e542642021135db330d875f410f4e14c64a62e2ae5faf3697ada08b2","build":"20260804"}},"3.14.5":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.14.5%2B20260602-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"3a0373cc39fefd494754ef555267f245c720cddbaaabf63a7c9a4269f1e56532","build":"20260602"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.14.5%2B20260602-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"d44ff6ec301cabc91eb0c756b1948b28579fb07feba36aaf1990e535649d5ea6","build":"20260602"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.14.5%2B20260602-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"1d3ea1b3cd9b8f3d53afb629e82e9bc8f6dab6cbb1a7d23524bd86ba5bc22570","build":"20260602"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.14.5%2B20260602-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"982a60fc7f11bbe405ab54afcd4eb145f1134797bbbffac9f5c49df4ec98b13e","build":"20260602"}},"3.14.4":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260414/cpython-3.14.4%2B20260414-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"6f304f4ec30854611f23316578302235fb517cd970519ecdd11a8c4db87fd843","build":"20260414"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260414/cpython-3.14.4%2B20260414-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"d51250a32fa5d9f0799c7bcb71720c27b10a3afd4a7de288120f96085d508a5a","build":"20260414"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260414/cpython-3.14.4%2B20260414-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"b8b597fdb2f8dccdc502c11947b60a4b65eb6bce79cfa60c7ccf9b6e8352c60a","build":"20260414"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260414/cpython-3.14.4%2B20260414-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"fe9a9c32d13870af632cbac3dfc7528ae53597e94472aa4c7d6a42e8166136cd","build":"20260414"}},"3.14.3":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.14.3%2B20260325-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"07aed3e2b823a3e1ac8649e341dd38ac87f520c7b847b9d6e76b0a090f2a8e07","build":"20260325"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.14.3%2B20260325-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"3609cd21a6b5dd3e5d43df7f4e7af02673365adc502748ade218921783ef82af","build":"20260325"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.14.3%2B20260325-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"53f5d1b88d83557e6b25da2d728886f252e7619336ac8ff31299a59d821c360c","build":"20260325"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.14.3%2B20260325-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"34e8e7ea5192308f0fe6d93becdf3eeb00a64a1fdbb4beead98d0edb93b68cdd","build":"20260325"}},"3.14.2":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.14.2%2B20260127-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"2f82ed0cf902c8a2863a3fc5864909645c761e4e0a96525850c9ef8f7e3b79e7","build":"20260127"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.14.2%2B20260127-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"51e886261fb79f64079b20181a7f8adfca738f2b2882882e981b67a165e1809b","build":"20260127"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.14.2%2B20260127-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"1d243bfab134c9fd3e099780a811079d8c6158283bddde65de2bc5f6eda74f7c","build":"20260127"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.14.2%2B20260127-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"c2926d6707f4339e3bf30e90437b387712b47e60e9e55bff1dcb36bf7688b01d","build":"20260127"}},"3.14.1":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.14.1%2B20251202-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"c811f87c17fd95712ffaa42b967b36aeffe465449c3255758bddf344505f5d9b","build":"20251202"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.14.1%2B20251202-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"b2f7f169f1637c93b26b17131b56da21f066079a7f65d6a4369ef8d11e800572","build":"20251202"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.14.1%2B20251202-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"a089ab3c84441d0b1b18c550a83f65f7aff4c0a43143b877b440b3491c6f33cd","build":"20251202"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.14.1%2B20251202-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"8e0f6383e07eb331c67a57632de8c00d5709423491f105ff9aa802a5610d59e4","build":"20251202"}},"3.14.0":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.14.0%2B20251120-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"5995f024e9c95ccbc87b9bb97152ad1ec9efcf9d76e0574cd37dd946afbea3c6","build":"20251120"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.14.0%2B20251120-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"eb0a5915f58c3dcb64d587e951f8942e6c9c6af63fab8bbb5596d1ce5738c2a4","build":"20251120"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.14.0%2B20251120-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"7603b1905e5d280191b2146599474fe35da0833c81a09512c28b9b77e651812d","build":"20251120"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.14.0%2B20251120-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"66f385305ae0eefd6b65e2cf942bc91d943a61e26fb7581e029f760a2b04f393","build":"20251120"}},"3.13.15":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.13.15%2B20260814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"6d472fc49a4d95e58214a992c4c92aa73fe2a935837a01a9a36bab0bec6d72f3","build":"20260814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.13.15%2B20260814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"bf87354efcd9ae517da606fcda4e3a3f0d73a6f05ca7cba3c6d3c5270074bfc8","build":"20260814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.13.15%2B20260814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"985efd78c1c6521b379f7c64c2a25e6a1130f07441d1af8be441aa05260886aa","build":"20260814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.13.15%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"aaca2af2ab4d7b68a712660d1334c0cfd5ec13c0312ccd30c29122d8d0342320","build":"20260814"}},"3.13.14":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260805/cpython-3.13.14%2B20260805-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"f0e634654e1d6b55cf81419eb629caf78f50234d01ede318f78e5091bada6085","build":"20260805"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260805/cpython-3.13.14%2B20260805-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"ffcd382b54efff287c0b9ae34b3bb6e956b3cb05899f89caa36d83ca11c02f5f","build":"20260805"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260805/cpython-3.13.14%2B20260805-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"f1cda716f5595a97e79f760f81da7150e4f6b4ae9dc49968b4ce5d6d64bba058","build":"20260805"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260805/cpython-3.13.14%2B20260805-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"39e82d05926bdcd206732026bcd878d9f00e288cd227d91c1fabf379b6ea4fa5","build":"20260805"}},"3.13.13":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.13.13%2B20260602-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"b929647e1ebe243bd8b66c731e102b97dd7bdcc08127f03b7b22997ac4667403","build":"20260602"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.13.13%2B20260602-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"90761d4827285280b38e8d8ecd83f08b838f03730b891c6714e584fb0a53395d","build":"20260602"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.13.13%2B20260602-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"b396c30748c4aa2ca3990464e397bf04cdd3281a4f0464a8ad179daf96f080e2","build":"20260602"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260602/cpython-3.13.13%2B20260602-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"c249d2b96af6912c3910f234b96aa8d20d30e8b0c46d0584fa956d7a77036ea9","build":"20260602"}},"3.13.12":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.13.12%2B20260325-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"053b5062a711c7a07f402d2e9a43c65566e9b750478a10dad9093dad1b814fe5","build":"20260325"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.13.12%2B20260325-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"5f8c73129d3765bbbdcf771decf96135596f9e3e205b08ae7cf1fe2fc0cdaf68","build":"20260325"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.13.12%2B20260325-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"3fcd5066d698c16bb2735b1a18aee9e68497618e115dfe8606b2563428711d1e","build":"20260325"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260325/cpython-3.13.12%2B20260325-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ad178e36a84de3f845885d0ace5ca6f87fa9502d1f0cf53ba3dd42194277d42e","build":"20260325"}},"3.13.11":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.13.11%2B20260127-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"718a87bf84d81cb81355488ca37be1f66c2252304be2090721016948de96e7ca","build":"20260127"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.13.11%2B20260127-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"2a84ac3dff6892d857b3bf7fc00f88335ed97f4ac4577e0651a56cc7f13239d7","build":"20260127"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.13.11%2B20260127-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"f0f53642d65155007cbfa8601722f9bc189a5c8633f54fb78fcfef8bc817545f","build":"20260127"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260127/cpython-3.13.11%2B20260127-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ec6aef3fec3183593445c2a57378d7f140e3a1fe637e7fec1dbfba10c5076549","build":"20260127"}},"3.13.10":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.13.10%2B20251202-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"799a3b76240496e4472dd60ed0cd5197e04637bea7fa16af68caeb989fadcb3a","build":"20251202"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.13.10%2B20251202-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"705b39dd74490c3e9b4beb1c4f40bf802b50ba40fe085bdca635506a944d5e74","build":"20251202"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.13.10%2B20251202-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"69991105baa964ceeb080c4ddd961f62c933e2538fe1015023fad3971a2f6e08","build":"20251202"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251202/cpython-3.13.10%2B20251202-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ecf304c757c9de6aef849ca451ec08a72f6827c0fc8819d39fd341f29d00ccd6","build":"20251202"}},"3.13.9":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.13.9%2B20251120-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"29d38bd5fbe267b37cecac990015c662796edcf51c2f5e321d59ec06a1850816","build":"20251120"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.13.9%2B20251120-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"9da51afb00480a8ccd4909bd302c80d9c104d633c5e865cf37dd5e587185e125","build":"20251120"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.13.9%2B20251120-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"fdc5d80488b64fcef3b99f297618f68e5374c13d89e888a66abeff4967afd308","build":"20251120"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251120/cpython-3.13.9%2B20251120-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"1bc9a94ab2425fb6ae58e45f69cab61647759b57895649701390822d976fa923","build":"20251120"}},"3.13.8":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251010/cpython-3.13.8%2B20251010-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"b26b90eabc607e75598e8e8ea31545eb97b72505473dec0b8fde080253038294","build":"20251010"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251010/cpython-3.13.8%2B20251010-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"126cf411159415b0d8c0865fef7d6d7aff7ecb7586b41bd013fc77aec7dcb4d6","build":"20251010"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251010/cpython-3.13.8%2B20251010-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"6a4d99e2325978f063b8ad89cca6a1034081415f65590b115475778d09b71a1d","build":"20251010"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251010/cpython-3.13.8%2B20251010-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"1ac8691d25271f99491e276d0564ccfc20b6650df0be053396af5a539698463e","build":"20251010"}},"3.13.7":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250918/cpython-3.13.7%2B20250918-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"10f26ea5fc7c4d9c012faf372898a801f34b8fd7730c677576263224d56835fe","build":"20250918"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250918/cpython-3.13.7%2B20250918-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"e640143d4dde2edff1865c3e88e44b046478b790af4f8b3ac4d228e53952dda0","build":"20250918"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250918/cpython-3.13.7%2B20250918-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"0af6c9a17df4d5afdef37825d0cc703264c1a0a94dad825b2b6b6975b524c0d5","build":"20250918"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250918/cpython-3.13.7%2B20250918-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"888fb7e192caafdb33e028f865b7da68dce5e924cfe58fcef96323e175a70e3e","build":"20250918"}},"3.13.6":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250814/cpython-3.13.6%2B20250814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"03bc8f2baef0f3cffa1f59715ffe755e0422e348bba810dcc705760fa5bd031d","build":"20250814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250814/cpython-3.13.6%2B20250814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"3db02afa562070998b5dd293065a3e5bf6c4bc1cf4c30a679d900405bfbe2ae8","build":"20250814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250814/cpython-3.13.6%2B20250814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"605953cfc262101cff5c64d0f97caad80e43ad275adf2d9eb310bf6e5b08edcf","build":"20250814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250814/cpython-3.13.6%2B20250814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"d847458546425b6fc28d5fa9238f12f8c3a7ac41f28b5882dc249d0fc595f359","build":"20250814"}},"3.13.5":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250723/cpython-3.13.5%2B20250723-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"a2c25baa13d271b730744d7e8684d7db54a003dfeeb5ae3b0ae86af7d81d44ae","build":"20250723"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250723/cpython-3.13.5%2B20250723-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"c198610998092c42650600ef250be388ba27ab307ade4d8684c27af9a0b5569a","build":"20250723"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250723/cpython-3.13.5%2B20250723-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"65412f4d99966ab9e0218211c1408497b5ecd2a40e1bd12183a37937c25cce4e","build":"20250723"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250723/cpython-3.13.5%2B20250723-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"f7ac16748be2674ec14df532a3e48d0c6f215017b537f14ca3feb837dbe86292","build":"20250723"}},"3.13.4":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250610/cpython-3.13.4%2B20250610-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"59183bd70b0facb184fc5e7bd18488595d90ac5eb010ac1ee63eea7db4e230a1","build":"20250610"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250610/cpython-3.13.4%2B20250610-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"b219b93c37ffefe46495feff6d996048706832307de454efa60a09b392f887db","build":"20250610"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250610/cpython-3.13.4%2B20250610-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"fef6c8c96260eff9258aeb38bbfc90a9d662e683f8fe6946a941c954053bdb71","build":"20250610"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250610/cpython-3.13.4%2B20250610-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ffd0b484e40e4fffdfcac265560e109456f802485f1f27e3cd314763b2b1587c","build":"20250610"}},"3.13.3":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.13.3%2B20250529-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"ad2afb2c030665b3a9617a30b1fe60024ddcaf97042ba37f8d14e9e1c0bd4aa9","build":"20250529"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.13.3%2B20250529-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"84f0a473dca76e1fd0f5906256be47ae6798021536a8f5f99031354e6c7ea08e","build":"20250529"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.13.3%2B20250529-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ac752f8f26f96fc58944e2c3b6528b5ed8964e745ff86e2aebf0ee07f0c9d11d","build":"20250529"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.13.3%2B20250529-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"532a6db30bcf8f8609a0c4e0a7c985315572364c19868bc9650a64df534954e7","build":"20250529"}},"3.13.2":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.13.2%2B20250317-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"9002e620e4113e7439b2de0db5ff9b2dc914cde4fba2f10134cce3a5cdebac81","build":"20250317"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.13.2%2B20250317-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"e5a904ecfb4061389773dd655d3b5665447c80cbf2948fcb1c07e92716eed955","build":"20250317"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.13.2%2B20250317-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"106bf4f243a2d02a1e3995ad0551bf15bdfb33abfc18f85138e6b8dd0d1923fc","build":"20250317"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.13.2%2B20250317-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ee909a9d0fb16375ebd3b3ca0322fd9cac0904b304e28ad68527036858e301e9","build":"20250317"}},"3.13.1":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.13.1%2B20250115-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"650f1d3242667c64959391105525469e0fe1502a6aab9f5db3b0bfefe7dcbabd","build":"20250115"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.13.1%2B20250115-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"26e0d5320bff7d141531e09849f0735c634bba31003ed6b089b9bf434312a773","build":"20250115"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.13.1%2B20250115-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"852b909cf77f84814d66fe9a373447c57371edbe88a531781e02a2163247572a","build":"20250115"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.13.1%2B20250115-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"56817aa976e4886bec1677699c136cb01c1cdfe0495104c0d8ef546541864bbb","build":"20250115"}},"3.13.0":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.13.0%2B20241016-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"e94fafbac07da52c965cb6a7ffc51ce779bd253cd98af801347aac791b96499f","build":"20241016"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.13.0%2B20241016-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"406664681bd44af35756ad08f5304f1ec57070bb76fae8ff357ff177f229b224","build":"20241016"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.13.0%2B20241016-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"06e633164cb0133685a2ce14af88df0dbcaea4b0b2c5d3348d6b81393307481a","build":"20241016"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.13.0%2B20241016-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"b5e74d1e16402b633c6f04519618231fc0dbae7d2f9e4b1ac17c294cc3d3d076","build":"20241016"}},"3.12.14":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.12.14%2B20260814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"dd5b76ab11451a4a4367c17c61d944dded56b425396b07f102922a7ebef7d55f","build":"20260814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.12.14%2B20260814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"aec265e3cddaccdb2a3d783331596351b24d4a63c97af0a38f75f643c9451de9","build":"20260814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.12.14%2B20260814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"2d8e17dfd732102cfeb18e0e1fa6769b24caa034e159981129590fe409c7157a","build":"20260814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.12.14%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"5acfa3e9ba26b51ae161c83aff278da915b590d22373a424b2ba55b8afe91fcc","build":"20260814"}},"3.12.13":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.12.13%2B20260807-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"25baa97c65b3f0aa90e21131b4f9e80aef8899e8144006db8a9d2c1ab9e807e3","build":"20260807"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.12.13%2B20260807-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"127053f1736f721e391ddb46f07585d05756e15bb8d757d3bbc0519738998ba1","build":"20260807"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.12.13%2B20260807-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"11e713ae1f969385907a76533cc554f6b2e3f1a84896009f91c3fc871034a170","build":"20260807"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.12.13%2B20260807-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"506191be3ee7bd190a8834dcdc1b3bc70aab50608deccc711935aa007239cabd","build":"20260807"}},"3.12.12":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.12.12%2B20260211-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"22625deaf5757e7c266cf1a096c9151a06b598b1e14632a2ec9993d58ec5fe84","build":"20260211"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.12.12%2B20260211-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"a84ac7a36d465bc6eb68db84540fdb5da04333900e2c3cb34b5d454f2022048c","build":"20260211"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.12.12%2B20260211-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"85fdc64fe672de7337198a63d89918037bf93bdb03480404d90f8f601abef1dd","build":"20260211"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.12.12%2B20260211-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"1dbaa624a09e15afe7efbdac08d42993135a68db8d34f986ef6977a6d77bdc3c","build":"20260211"}},"3.12.11":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.12.11%2B20251007-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"407fa242942a7ba5d91899abc562fc9897f7a0376f8d2060285e8c0560323f19","build":"20251007"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.12.11%2B20251007-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"e0578395f02bb6ac61a0df0f9e280f0317bbb46d8bed66232b3aa9a1477256f8","build":"20251007"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.12.11%2B20251007-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"05d9207e41c36fbc2d80a51d9bd5d574ed3eb1c620ead49e7fcd57cc2b64edfd","build":"20251007"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.12.11%2B20251007-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"f98121eb1fb2b05a25c1f3d2fe7cf08c3a2468c350785df3d84c2516e7280d3f","build":"20251007"}},"3.12.10":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.12.10%2B20250529-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"2579c9ffcbb0a745f1de3d645612c7466269eb9a23316a54ece49d50c1c9122f","build":"20250529"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.12.10%2B20250529-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"f171af578ecdbbcf63cbb0abd08f382df3e0d091e98c3161b3f84cd9d0acc0fd","build":"20250529"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.12.10%2B20250529-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"235d0666528a8e948896f68c08964dc8dd14a54c68e5cbd4924594d2e20f81b9","build":"20250529"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.12.10%2B20250529-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"f50d08e0304b15d752b22932047135c1dc02f81977b284e51288be9d90627bca","build":"20250529"}},"3.12.9":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.12.9%2B20250317-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"0a4647b7df3c8eca11071d6cea68a14a4b102bd6fc6afae314e9852510654b7d","build":"20250317"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.12.9%2B20250317-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"1a414bf392a7afe08c742502a82edd41893a1144ccbceb184dc5ee6ee9c069c0","build":"20250317"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.12.9%2B20250317-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"0354f70e7d3e2d0c36308edc1815c563d9bae1a3221830f7e222f6bb0a7e1a3a","build":"20250317"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.12.9%2B20250317-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"a36bc60c38fe146e908e2e71fc21266c8558b24a9407226b1d887212839437ef","build":"20250317"}},"3.12.8":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.12.8%2B20250115-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"dfb8a4c87116538717105ef3dec3668ae07590a5b5532109fec3ccad90be2fbc","build":"20250115"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.12.8%2B20250115-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"9f5d4a71b9157a160cf8a8e93158404553b588ddd4a94e6c54753c26b03fee5e","build":"20250115"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.12.8%2B20250115-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"300e8098cfc305b329a258128afa1d6366ced039f16c70ec93ab4ff18f86c8ff","build":"20250115"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250115/cpython-3.12.8%2B20250115-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"34a5a1619aba16544ec8d6f225be59b333d650f58983eeca25193722dc9016fd","build":"20250115"}},"3.12.7":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.12.7%2B20241016-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"95dd397e3aef4cc1846867cf20be704bdd74edd16ea8032caf01e48f0c53d65d","build":"20241016"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.12.7%2B20241016-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"848405b92bda20fad1f9bba99234c7d3f11e0b31e46f89835d1cb3d735e932aa","build":"20241016"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.12.7%2B20241016-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"c8f5ed70ee3c19da72d117f7b306adc6ca1eaf26afcbe1cc1be57d1e18df184c","build":"20241016"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.12.7%2B20241016-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"3a4d53a7ba3916c0c1f35cbbe57068e2571b138389f29cf5c35367fec8f4c617","build":"20241016"}},"3.12.6":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240909/cpython-3.12.6%2B20240909-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"0419bafa4444a5aa0c554197bce0679e7cc0f28edc7ee8cfbe0ccea860bdb904","build":"20240909"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240909/cpython-3.12.6%2B20240909-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"b10d19eb5548a3b3b0a5e6f9109834d7ecfc139bc15754f81a94d39eaa5bdd26","build":"20240909"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240909/cpython-3.12.6%2B20240909-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"22d119ac7df7f0bddfd4dfd075bcc4eb2532ed3df0bdba0579106835d49ef9cd","build":"20240909"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240909/cpython-3.12.6%2B20240909-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"b080463e4f0c452e592cdac1ca97936a6a19bb3d9a64da669a50ca843fce0108","build":"20240909"}},"3.12.5":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.12.5%2B20240814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"90715cdab075e5a2680acf2695572d165b6269bdb5d1942ab577491478aea55f","build":"20240814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.12.5%2B20240814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"49a9f7ad41d62e0ece9e664ca5ae95f022e7b68eef48e8a6f11620ec9247c686","build":"20240814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.12.5%2B20240814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"06e512178cb513658a01c054b3eafc649ca362ccbeb02a6ae8a55b02c1ba75ca","build":"20240814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.12.5%2B20240814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"10680b593b5e31833218fd83104dee74af970a3463403a22bae613b952a34e8d","build":"20240814"}},"3.12.4":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240726/cpython-3.12.4%2B20240726-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"ef6948e836f531bd7a58ffbe602803ff1c83c65f99d1da19be369ea61f136c93","build":"20240726"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240726/cpython-3.12.4%2B20240726-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"9d68cbdd12d1d6f98d35cc76add232c12db75c6b7f49733bffc88e7b1c025a79","build":"20240726"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240726/cpython-3.12.4%2B20240726-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"6c9cf13644edc7250525ab1b2529ba1c0fff56c0c5a5c2242d84b6d4889d2bea","build":"20240726"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240726/cpython-3.12.4%2B20240726-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ca076aee4329f53f988346eb0521ad2a2cf7f723b6296088d03b98d8f22f5420","build":"20240726"}},"3.12.3":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240415/cpython-3.12.3%2B20240415-aarch64-apple-darwin-install_only.tar.gz","sha256":"ccc40e5af329ef2af81350db2a88bbd6c17b56676e82d62048c15d548401519e","build":"20240415"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240415/cpython-3.12.3%2B20240415-x86_64-apple-darwin-install_only.tar.gz","sha256":"c37a22fca8f57d4471e3708de6d13097668c5f160067f264bb2b18f524c890c8","build":"20240415"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240415/cpython-3.12.3%2B20240415-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"ec8126de97945e629cca9aedc80a29c4ae2992c9d69f2655e27ae73906ba187d","build":"20240415"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240415/cpython-3.12.3%2B20240415-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"a73ba777b5d55ca89edef709e6b8521e3f3d4289581f174c8699adfb608d09d6","build":"20240415"}},"3.12.2":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.12.2%2B20240224-aarch64-apple-darwin-install_only.tar.gz","sha256":"01c064c00013b0175c7858b159989819ead53f4746d40580b5b0b35b6e80fba6","build":"20240224"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.12.2%2B20240224-x86_64-apple-darwin-install_only.tar.gz","sha256":"a53a6670a202c96fec0b8c55ccc780ea3af5307eb89268d5b41a9775b109c094","build":"20240224"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.12.2%2B20240224-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"e52550379e7c4ac27a87de832d172658bc04150e4e27d4e858e6d8cbb96fd709","build":"20240224"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.12.2%2B20240224-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"57a37b57f8243caa4cdac016176189573ad7620f0b6da5941c5e40660f9468ab","build":"20240224"}},"3.12.1":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.12.1%2B20240107-aarch64-apple-darwin-install_only.tar.gz","sha256":"f93f8375ca6ac0a35d58ff007043cbd3a88d9609113f1cb59cf7c8d215f064af","build":"20240107"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.12.1%2B20240107-x86_64-apple-darwin-install_only.tar.gz","sha256":"eca96158c1568dedd9a0b3425375637a83764d1fa74446438293089a8bfac1f8","build":"20240107"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.12.1%2B20240107-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"236533ef20e665007a111c2f36efb59c87ae195ad7dca223b6dc03fb07064f0b","build":"20240107"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.12.1%2B20240107-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"74e330b8212ca22fd4d9a2003b9eec14892155566738febc8e5e572f267b9472","build":"20240107"}},"3.12.0":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.12.0%2B20231002-aarch64-apple-darwin-install_only.tar.gz","sha256":"4734a2be2becb813830112c780c9879ac3aff111a0b0cd590e65ec7465774d02","build":"20231002"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.12.0%2B20231002-x86_64-apple-darwin-install_only.tar.gz","sha256":"5a9e88c8aa52b609d556777b52ebde464ae4b4f77e4aac4eb693af57395c9abf","build":"20231002"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.12.0%2B20231002-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"bccfe67cf5465a3dfb0336f053966e2613a9bc85a6588c2fcf1366ef930c4f88","build":"20231002"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.12.0%2B20231002-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"e51a5293f214053ddb4645b2c9f84542e2ef86870b8655704367bd4b29d39fe9","build":"20231002"}},"3.11.16":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.11.16%2B20260814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"a394f2bf78a48990fc88e7c5586c7e1be5e69f0c9bd027883211b68b768e11c5","build":"20260814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.11.16%2B20260814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"4d60589b702aff21379ddf6bd648e75c7023a257a078fdd71df4c148cf609cc2","build":"20260814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.11.16%2B20260814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"6a250f5c9326eebaa528d5d132cd66ebd1d7540cf45ac703f19e13f41d1be9b6","build":"20260814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.11.16%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"3b437f08720d3ddd9c1904532476ec9fb373e800d1598c72c907dd6d5f29b79b","build":"20260814"}},"3.11.15":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.11.15%2B20260807-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"76b27e15a5be9539b830fc698e2646d001b84a66500eeb5228cee46909d6f2cf","build":"20260807"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.11.15%2B20260807-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"c4c06e1f2ce49eba8159ae43fe3df6a741d93b826a3ba6b114ad34a4e393dac8","build":"20260807"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.11.15%2B20260807-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"2290f3a9115ee2cd0928a7fc1f3f918142705fba3efa04dc64ffe6e5bae3245f","build":"20260807"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.11.15%2B20260807-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"69dfac9d0f15a0b9281a38486f212cbf76421609228c184dc0d34a0533d57ba6","build":"20260807"}},"3.11.14":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.11.14%2B20260211-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"d5f10f6fdc6f4afb5d251578edb89d8c0ece8f9f56e38b0019e2a94e8f0f4852","build":"20260211"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.11.14%2B20260211-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"7d335ad1c055fcc307723ae016018d8f861b0d49a80f43d5d4d595e7092dcae5","build":"20260211"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.11.14%2B20260211-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"2f0ddbf14af77bb8c2348f51dcdf1d59e5ff5f569ea4333e39253fbe76d37597","build":"20260211"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.11.14%2B20260211-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"1fb6a89daa750f7eff00eb65d901c3c236713812eb9c8c7e07ecdfcd78203c8e","build":"20260211"}},"3.11.13":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.11.13%2B20251007-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"78bc6defdc1dac5bf6765c8f938e6849383dbed831ea1e2d11576a4683fb1e8c","build":"20251007"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.11.13%2B20251007-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"af2e93876eb643e71df9ca9210d23ff30127ef01f3213aab7d7b326c17df7e12","build":"20251007"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.11.13%2B20251007-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"5b08be545d415a562caeab61255e5583935b33caf21c6eafabb4ea7db87239b2","build":"20251007"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.11.13%2B20251007-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"43bfc42529843ecd1d9c08c4a239ede348f96ff0acaef2ec24b28dc059f4f0c3","build":"20251007"}},"3.11.12":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.11.12%2B20250529-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"9279f496a7f16fa4da822337819ead9fafd68f1c16e15cef26bf32ed57f24e0b","build":"20250529"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.11.12%2B20250529-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"6f944e7797f0fca3859db19a6344f01527616eadb088b5b4c3974682f144f9db","build":"20250529"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.11.12%2B20250529-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"ae5bed638f9116faf1b488b9058e478835538f3a748b50fa2919e832fb3dda28","build":"20250529"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.11.12%2B20250529-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"a8c2320f1df72d02d58f3f7ab0899bff7946e5efcc723ae2ff3113ad8bb645c0","build":"20250529"}},"3.11.11":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.11.11%2B20250317-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"f8df308b918750a466bf585b14befd4349e69d5135b83090254e6f2ee65b1bf1","build":"20250317"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.11.11%2B20250317-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"7b7b393c53c8371509087a60d858ee2567bc439bda13c81564647f79f3905224","build":"20250317"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.11.11%2B20250317-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"3a81577e9b1cddf3d91796d7c22657aadccada8f78fb9e3e64ce8d2bbb95c73a","build":"20250317"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.11.11%2B20250317-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"b0736ee681f88bf487687b5248ca9fb15fe5f7d584f7d1ed2bc9c9578300b097","build":"20250317"}},"3.11.10":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.11.10%2B20241016-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"a5a224138a526acecfd17210953d76a28487968a767204902e2bde809bb0e759","build":"20241016"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.11.10%2B20241016-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"575b49a7aa64e97b06de605b7e947033bf2310b5bc5f9aedb9859d4745033d91","build":"20241016"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.11.10%2B20241016-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"9d124604ffdea4fbaabb10b343c5a36b636a3e7b94dfc1cccd4531f33fceae5e","build":"20241016"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.11.10%2B20241016-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"03f15e19e2452641b6375b59ba094ff6cf2fc118315d24a6ca63ce60e4d4a6e0","build":"20241016"}},"3.11.9":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.11.9%2B20240814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"c4e2f7774421bcb381245945e132419b529399dfa4a56059acda1493751fa377","build":"20240814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.11.9%2B20240814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"c8680f90137e36b54b3631271ccdfe5de363e7d563d8df87c53e11b956a00e04","build":"20240814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.11.9%2B20240814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"364cf099524fff92c31b8ff5ae3f7b32b0fa6cf1d380c6e37cf56140d08dfc87","build":"20240814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.11.9%2B20240814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"daa487c7e73005c4426ac393273117cf0e2dc4ab9b2eeda366e04cd00eea00c9","build":"20240814"}},"3.11.8":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.11.8%2B20240224-aarch64-apple-darwin-install_only.tar.gz","sha256":"389a51139f5abe071a0d70091ca5df3e7a3dfcfcbe3e0ba6ad85fb4c5638421e","build":"20240224"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.11.8%2B20240224-x86_64-apple-darwin-install_only.tar.gz","sha256":"097f467b0c36706bfec13f199a2eaf924e668f70c6e2bd1f1366806962f7e86e","build":"20240224"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.11.8%2B20240224-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"389b9005fb78dd5a6f68df5ea45ab7b30d9a4b3222af96999e94fd20d4ad0c6a","build":"20240224"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.11.8%2B20240224-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"94e13d0e5ad417035b80580f3e893a72e094b0900d5d64e7e34ab08e95439987","build":"20240224"}},"3.11.7":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.11.7%2B20240107-aarch64-apple-darwin-install_only.tar.gz","sha256":"b042c966920cf8465385ca3522986b12d745151a72c060991088977ca36d3883","build":"20240107"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.11.7%2B20240107-x86_64-apple-darwin-install_only.tar.gz","sha256":"a0e615eef1fafdc742da0008425a9030b7ea68a4ae4e73ac557ef27b112836d4","build":"20240107"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.11.7%2B20240107-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"b102eaf865eb715aa98a8a2ef19037b6cc3ae7dfd4a632802650f29de635aa13","build":"20240107"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240107/cpython-3.11.7%2B20240107-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"4a51ce60007a6facf64e5495f4cf322e311ba9f39a8cd3f3e4c026eae488e140","build":"20240107"}},"3.11.6":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.11.6%2B20231002-aarch64-apple-darwin-install_only.tar.gz","sha256":"916c35125b5d8323a21526d7a9154ca626453f63d0878e95b9f613a95006c990","build":"20231002"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.11.6%2B20231002-x86_64-apple-darwin-install_only.tar.gz","sha256":"178cb1716c2abc25cb56ae915096c1a083e60abeba57af001996e8bc6ce1a371","build":"20231002"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.11.6%2B20231002-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"3e26a672df17708c4dc928475a5974c3fb3a34a9b45c65fb4bd1e50504cc84ec","build":"20231002"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20231002/cpython-3.11.6%2B20231002-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"ee37a7eae6e80148c7e3abc56e48a397c1664f044920463ad0df0fc706eacea8","build":"20231002"}},"3.11.5":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.11.5%2B20230826-aarch64-apple-darwin-install_only.tar.gz","sha256":"dab64b3580118ad2073babd7c29fd2053b616479df5c107d31fe2af1f45e948b","build":"20230826"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.11.5%2B20230826-x86_64-apple-darwin-install_only.tar.gz","sha256":"4a4efa7378c72f1dd8ebcce1afb99b24c01b07023aa6b8fea50eaedb50bf2bfc","build":"20230826"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.11.5%2B20230826-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"bb5c5d1ea0f199fe2d3f0996fff4b48ca6ddc415a3dbd98f50bff7fce48aac80","build":"20230826"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.11.5%2B20230826-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"fbed6f7694b2faae5d7c401a856219c945397f772eea5ca50c6eb825cbc9d1e1","build":"20230826"}},"3.11.4":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.11.4%2B20230726-aarch64-apple-darwin-install_only.tar.gz","sha256":"cb6d2948384a857321f2aa40fa67744cd9676a330f08b6dad7070bda0b6120a4","build":"20230726"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.11.4%2B20230726-x86_64-apple-darwin-install_only.tar.gz","sha256":"47e1557d93a42585972772e82661047ca5f608293158acb2778dccf120eabb00","build":"20230726"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.11.4%2B20230726-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"2e84fc53f4e90e11963281c5c871f593abcb24fc796a50337fa516be99af02fb","build":"20230726"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.11.4%2B20230726-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"e26247302bc8e9083a43ce9e8dd94905b40d464745b1603041f7bc9a93c65d05","build":"20230726"}},"3.11.3":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.11.3%2B20230507-aarch64-apple-darwin-install_only.tar.gz","sha256":"09e412506a8d63edbb6901742b54da9aa7faf120b8dbdce56c57b303fc892c86","build":"20230507"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.11.3%2B20230507-x86_64-apple-darwin-install_only.tar.gz","sha256":"f710b8d60621308149c100d5175fec39274ed0b9c99645484fd93d1716ef4310","build":"20230507"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.11.3%2B20230507-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"8190accbbbbcf7620f1ff6d668e4dd090c639665d11188ce864b62554d40e5ab","build":"20230507"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.11.3%2B20230507-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"da50b87d1ec42b3cb577dfd22a3655e43a53150f4f98a4bfb40757c9d7839ab5","build":"20230507"}},"3.11.1":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.11.1%2B20230116-aarch64-apple-darwin-install_only.tar.gz","sha256":"4918cdf1cab742a90f85318f88b8122aeaa2d04705803c7b6e78e81a3dd40f80","build":"20230116"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.11.1%2B20230116-x86_64-apple-darwin-install_only.tar.gz","sha256":"20a4203d069dc9b710f70b09e7da2ce6f473d6b1110f9535fb6f4c469ed54733","build":"20230116"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.11.1%2B20230116-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"debf15783bdcb5530504f533d33fda75a7b905cec5361ae8f33da5ba6599f8b4","build":"20230116"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.11.1%2B20230116-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"02a551fefab3750effd0e156c25446547c238688a32fabde2995c941c03a6423","build":"20230116"}},"3.10.21":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.10.21%2B20260814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"caac2a0459052a3f62857fe29809a8fc4a9da87ca5ac860120c7ce710fc43842","build":"20260814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.10.21%2B20260814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"735ec45b5315c1255d425582b63a7819d660783ba0f5402793998908d70a7893","build":"20260814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.10.21%2B20260814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"686077ed8d668e3446f03f202bc3c99955d350a0db0ace5f8ce45f1b451b54b7","build":"20260814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260814/cpython-3.10.21%2B20260814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"807bb6746dd8b7a347fe833ee1cc2543457e5c2c98059dc454600468ee7cae7b","build":"20260814"}},"3.10.20":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.10.20%2B20260807-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"a92ce39c8b1b71d1e8946f5bfc0d16bcb1011e144d7618d984688b136eb59ae2","build":"20260807"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.10.20%2B20260807-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"366561df1422beb8be84b7fffaf433e9c12e5d2637dd2e4b751e1f873687207f","build":"20260807"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.10.20%2B20260807-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"4cc783fdd8c1bdf247bfc0cd5aaa457b51d881f4a7d433f3f674544f9add402c","build":"20260807"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260807/cpython-3.10.20%2B20260807-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"213ad831a580c186804f91c41cd6712f8ac8cd765ad7a517161c09606a48b588","build":"20260807"}},"3.10.19":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.10.19%2B20260211-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"e6634b06afa2ae79e664cf34174dad5d31b30117f90a01d533de3f4e9db6974e","build":"20260211"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.10.19%2B20260211-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"8d08ff2d9bb20566223f20307c8d9c31bdf020b1f1a237c2aa6efd1de651bf7b","build":"20260211"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.10.19%2B20260211-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"f2916a20f3de5500df5129e37dd0a213281dea29e226ec1ffe7fecdb10955533","build":"20260211"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20260211/cpython-3.10.19%2B20260211-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"d71df61d1cdb59af4443912da8eeca744a52e782ff5deefa966ead893235a39e","build":"20260211"}},"3.10.18":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.10.18%2B20251007-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"897ea4858f462ff6cc574e9e32d36e38e77b354d758ecb96e540a5732439c7b5","build":"20251007"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.10.18%2B20251007-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"4fc2d788345c5786ec79d478def38073871502e88746e31d31211fe0c0d282a6","build":"20251007"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.10.18%2B20251007-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"d8653909f2446651aacf24b0ea2b05dbcb2a3f4c49284efc5a3ab750f7c6181e","build":"20251007"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.10.18%2B20251007-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"7b1d02e28b0d36c4b0de044aaf8099cb0395ac3d6826c96ddd158241fcdc6f06","build":"20251007"}},"3.10.17":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.10.17%2B20250529-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"366d037181b1cea0a7a8b1457874a0cdfbb795815d07ae25c55ef1461aa487ef","build":"20250529"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.10.17%2B20250529-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"cb45a45bcbdf00a4808f48fbf344f597a01e66c5ed83a7e388883c86844bd2f1","build":"20250529"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.10.17%2B20250529-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"aaf1fd370ab3ae31807c8d7d5aff0b8d2abb370c12d17a561178ceb842314f2a","build":"20250529"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.10.17%2B20250529-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"e3abc6e300ccdfe5e8faf220d0682dc8eae4d438b96b7d312b32d50a4e536d21","build":"20250529"}},"3.10.16":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.10.16%2B20250317-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"2d3f07542882f08534e9d4e533a4c73d1707ee355cf7b2a204d4b8d6f8fd8f8e","build":"20250317"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.10.16%2B20250317-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"ecd1c0e2d74f27128251f2c5f41cb107d4efd93cc7aecf76a585d75244ac4f07","build":"20250317"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.10.16%2B20250317-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"5dcd0486c403d07e27a1f2c256810122ac5d153f921433d77116df5c7d09b4c9","build":"20250317"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.10.16%2B20250317-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"e8d7ed8c6f8c6f85cd083d5051cafd8c6c01d09eca340d1da74d0c00ff1cb897","build":"20250317"}},"3.10.15":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.10.15%2B20241016-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"fa79bd909bfeb627ffe66a8b023153495ece659e5e3b2ff56268535024db851c","build":"20241016"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.10.15%2B20241016-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"0d952fa2342794523ea7beee6a58e79e62045d0f018314ce282e9f2f1427ee2c","build":"20241016"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.10.15%2B20241016-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"6008b42df79a0c8a4efe3aa88c2aea1471116aa66881a8ed15f04d66438cb7f5","build":"20241016"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.10.15%2B20241016-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"25fb8e23cd3b82b748075a04fd18f3183cc7316c11d6f59eb4b0326843892600","build":"20241016"}},"3.10.14":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.10.14%2B20240814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"f7ca9bffbce433c8d445edd33a5424c405553d735efee65a2fc5d8bbb1c8e137","build":"20240814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.10.14%2B20240814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"4404f44ec69c0708d4d88e98f39c2c1fe3bd462dc6a958b60aaf63028550c485","build":"20240814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.10.14%2B20240814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"0ffe64c77cacda7e3afcb0d8ba271c59ca0a30dfda218da39a573b412bb4afd7","build":"20240814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.10.14%2B20240814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"159c456bb4a3802bafbce065ff54b99ddb16422500d75c1315573ee3b673af17","build":"20240814"}},"3.10.13":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.10.13%2B20240224-aarch64-apple-darwin-install_only.tar.gz","sha256":"5fdc0f6a5b5a90fd3c528e8b1da8e3aac931ea8690126c2fdb4254c84a3ff04a","build":"20240224"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.10.13%2B20240224-x86_64-apple-darwin-install_only.tar.gz","sha256":"6378dfd22f58bb553ddb02be28304d739cd730c1f95c15c74955c923a1bc3d6a","build":"20240224"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.10.13%2B20240224-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"a898a88705611b372297bb8fe4d23cc16b8603ce5f24494c3a8cfa65d83787f9","build":"20240224"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.10.13%2B20240224-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"d995d032ca702afd2fc3a689c1f84a6c64972ecd82bba76a61d525f08eb0e195","build":"20240224"}},"3.10.12":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.10.12%2B20230726-aarch64-apple-darwin-install_only.tar.gz","sha256":"bc66c706ea8c5fc891635fda8f9da971a1a901d41342f6798c20ad0b2a25d1d6","build":"20230726"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.10.12%2B20230726-x86_64-apple-darwin-install_only.tar.gz","sha256":"8a6e3ed973a671de468d9c691ed9cb2c3a4858c5defffcf0b08969fba9c1dd04","build":"20230726"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.10.12%2B20230726-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"fee80e221663eca5174bd794cb5047e40d3910dbeadcdf1f09d405a4c1c15fe4","build":"20230726"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.10.12%2B20230726-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"a476dbca9184df9fc69fe6309cda5ebaf031d27ca9e529852437c94ec1bc43d3","build":"20230726"}},"3.10.11":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.10.11%2B20230507-aarch64-apple-darwin-install_only.tar.gz","sha256":"8348bc3c2311f94ec63751fb71bd0108174be1c4def002773cf519ee1506f96f","build":"20230507"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.10.11%2B20230507-x86_64-apple-darwin-install_only.tar.gz","sha256":"bd3fc6e4da6f4033ebf19d66704e73b0804c22641ddae10bbe347c48f82374ad","build":"20230507"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.10.11%2B20230507-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"c7573fdb00239f86b22ea0e8e926ca881d24fde5e5890851339911d76110bc35","build":"20230507"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.10.11%2B20230507-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"c5bcaac91bc80bfc29cf510669ecad12d506035ecb3ad85ef213416d54aecd79","build":"20230507"}},"3.10.9":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.10.9%2B20230116-aarch64-apple-darwin-install_only.tar.gz","sha256":"018d05a779b2de7a476f3b3ff2d10f503d69d14efcedd0774e6dab8c22ef84ff","build":"20230116"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.10.9%2B20230116-x86_64-apple-darwin-install_only.tar.gz","sha256":"0e685f98dce0e5bc8da93c7081f4e6c10219792e223e4b5886730fd73a7ba4c6","build":"20230116"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.10.9%2B20230116-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"2003750f40cd09d4bf7a850342613992f8d9454f03b3c067989911fb37e7a4d1","build":"20230116"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230116/cpython-3.10.9%2B20230116-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"d196347aeb701a53fe2bb2b095abec38d27d0fa0443f8a1c2023a1bed6e18cdf","build":"20230116"}},"3.10.8":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.10.8%2B20221106-aarch64-apple-darwin-install_only.tar.gz","sha256":"d52b03817bd245d28e0a8b2f715716cd0fcd112820ccff745636932c76afa20a","build":"20221106"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.10.8%2B20221106-x86_64-apple-darwin-install_only.tar.gz","sha256":"525b79c7ce5de90ab66bd07b0ac1008bafa147ddc8a41bef15ffb7c9c1e9e7c5","build":"20221106"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.10.8%2B20221106-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"33170bef18c811906b738be530f934640491b065bf16c4d276c6515321918132","build":"20221106"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.10.8%2B20221106-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"6c8db44ae0e18e320320bbaaafd2d69cde8bfea171ae2d651b7993d1396260b7","build":"20221106"}},"3.10.7":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.10.7%2B20221002-aarch64-apple-darwin-install_only.tar.gz","sha256":"70f6ca1da8e6fce832ad0b7f9fdaba0b84ba0ac0a4c626127acb6d49df4b8f91","build":"20221002"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.10.7%2B20221002-x86_64-apple-darwin-install_only.tar.gz","sha256":"6101f580434544d28d5590543029a7c6bdf07efa4bcdb5e4cbedb3cd83241922","build":"20221002"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.10.7%2B20221002-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"dfeec186a62a6068259d90e8d77e7d30eaf9c2b4ae7b205ff8caab7cb21f277c","build":"20221002"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.10.7%2B20221002-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"c12c9ad2b2c75464541d897c0528013adecd8be5b30acf4411f7759729841711","build":"20221002"}},"3.10.6":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.10.6%2B20220802-aarch64-apple-darwin-install_only.tar.gz","sha256":"efaf66acdb9a4eb33d57702607d2e667b1a319d58c167a43c96896b97419b8b7","build":"20220802"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.10.6%2B20220802-x86_64-apple-darwin-install_only.tar.gz","sha256":"7718411adf3ea1480f3f018a643eb0550282aefe39e5ecb3f363a4a566a9398c","build":"20220802"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.10.6%2B20220802-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"81625f5c97f61e2e3d7e9f62c484b1aa5311f21bd6545451714b949a29da5435","build":"20220802"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.10.6%2B20220802-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"55aa2190d28dcfdf414d96dc5dcea9fe048fadcd583dc3981fec020869826111","build":"20220802"}},"3.10.5":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220630/cpython-3.10.5%2B20220630-aarch64-apple-darwin-install_only.tar.gz","sha256":"19d1aa4a6d9ddb0094fc36961b129de9abe1673bce66c86cd97b582795c496a8","build":"20220630"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220630/cpython-3.10.5%2B20220630-x86_64-apple-darwin-install_only.tar.gz","sha256":"eca0584397d9a3ef6f7bb32b0476318b01c89b7b0a031ef97a0dcaa5ba5127a8","build":"20220630"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220630/cpython-3.10.5%2B20220630-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"012fa37c12d2647d76d004dc003302563864d2f1cd0731b71eeafad63d28b3f0","build":"20220630"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220630/cpython-3.10.5%2B20220630-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"460f87a389be28c953c24c6f942f172f9ce7f331367b4daf89cb450baedd51d7","build":"20220630"}},"3.10.4":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220528/cpython-3.10.4%2B20220528-aarch64-apple-darwin-install_only.tar.gz","sha256":"6d2e4e6b1c403bce84cfb846400754017f525fe8017f186e8e7072fcaaf3aa71","build":"20220528"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220528/cpython-3.10.4%2B20220528-x86_64-apple-darwin-install_only.tar.gz","sha256":"c4a57a13b084d49ce8c2eb5b2662ee45b0c55b08ddd696f473233b0787f03988","build":"20220528"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220528/cpython-3.10.4%2B20220528-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"7a8989392dc9b41d85959a752448c60852cf0061de565e98445c27f6bbdf63be","build":"20220528"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220528/cpython-3.10.4%2B20220528-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"1f8423808ad84c0e56c8e14c32685cbfbc1159e0d9f943ac946f29e84cf1b5ee","build":"20220528"}},"3.10.3":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.10.3%2B20220318-aarch64-apple-darwin-install_only.tar.gz","sha256":"db46dadfccc407aa1f66ed607eefbf12f781e343adcb1edee0a3883d081292ce","build":"20220318"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.10.3%2B20220318-x86_64-apple-darwin-install_only.tar.gz","sha256":"ec2e90b6a589db7ef9f74358b1436558167629f9e4d725c8150496f9cb08a9d4","build":"20220318"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.10.3%2B20220318-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"f52ee68c13c4f9356eb78a5305d3178af2cb90c38a8ce8ce9990a7cf6ff06144","build":"20220318"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.10.3%2B20220318-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"b9989411bed71ba4867538c991f20b55f549dd9131905733f0df9f3fde81ad1d","build":"20220318"}},"3.10.2":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.10.2%2B20220227-aarch64-apple-darwin-install_only.tar.gz","sha256":"1409acd9a506e2d1d3b65c1488db4e40d8f19d09a7df099667c87a506f71c0ef","build":"20220227"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.10.2%2B20220227-x86_64-apple-darwin-install_only.tar.gz","sha256":"8146ad4390710ec69b316a5649912df0247d35f4a42e2aa9615bffd87b3e235a","build":"20220227"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.10.2%2B20220227-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"8f351a8cc348bb45c0f95b8634c8345ec6e749e483384188ad865b7428342703","build":"20220227"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.10.2%2B20220227-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"9b64eca2a94f7aff9409ad70bdaa7fbbf8148692662e764401883957943620dd","build":"20220227"}},"3.10.0":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.10.0-aarch64-apple-darwin-pgo%2Blto-20211017T1616.tar.zst","sha256":"0167e226696209a5e830b7bc4963d3797bc788938a9abe00cc8617eea88afb53","build":"20211017"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.10.0-x86_64-apple-darwin-pgo%2Blto-20211017T1616.tar.zst","sha256":"743dfc710d5f6b0fba9183962341e890794b943931acd1f3d0f76a33ebf34983","build":"20211017"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.10.0-aarch64-unknown-linux-gnu-lto-20211017T1616.tar.zst","sha256":"89d512b56dba0d54cba2a52da8a193a60a52007ec076a9c906e453336569e326","build":"20211017"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.10.0-x86_64-unknown-linux-gnu-pgo%2Blto-20211017T1616.tar.zst","sha256":"ba898cb849b02e9f6f567a3151435d5f6ba4dd3962890a2e45503677c6bd203c","build":"20211017"}},"3.9.25":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251031/cpython-3.9.25%2B20251031-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"1dca0e37d56b7da3ec6a7d2f75cc72a2df3bd05751606300934b2dc6fd7026ea","build":"20251031"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251031/cpython-3.9.25%2B20251031-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"ae1f63f9597a9c29c83a550bc34a6a0f6e1e4d380244557d803e6d3aace31069","build":"20251031"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251031/cpython-3.9.25%2B20251031-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"2f17406709afd0f07674dd3ce92a4b23c6adf8baac3f402555d192e0f3333bef","build":"20251031"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251031/cpython-3.9.25%2B20251031-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"fe04e8b27bd69ca2144fc542428f8b9b5287b6a2e45516a4acfe2c2bc3102773","build":"20251031"}},"3.9.24":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251028/cpython-3.9.24%2B20251028-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"f7f88f7274041d24bb504d0a6ea906d5780f550ccc7b5b5e114df31252916395","build":"20251028"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251028/cpython-3.9.24%2B20251028-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"0e19e2b9e3a781c9faa3c70718cae87d8ede0d03133229846b28a6500748d861","build":"20251028"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251028/cpython-3.9.24%2B20251028-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"e4d67722d13c955b3068ddf845c49b5c3cea9fcfa32a45fb1d1bc1aa6c87244d","build":"20251028"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251028/cpython-3.9.24%2B20251028-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"572c58cceb0f9a41a19ecf7199d90242b70fdc9369ee09e7d84cf6faf9bebff4","build":"20251028"}},"3.9.23":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.9.23%2B20251007-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"6e96402f4215867872f82c71c618909bc0ab89125ac6de361b8943f5c469d8cb","build":"20251007"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.9.23%2B20251007-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"d6d55841cdac0f478845ada4c06361291a15c702c9cfb615fc9c6e72eb4358cb","build":"20251007"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.9.23%2B20251007-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"08d0955c5893fe12accc2bbe4ca3f60ec4fb2f82fbda4526ab53086f6257ca41","build":"20251007"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20251007/cpython-3.9.23%2B20251007-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"c5024a3113844fb17e6d5ba85bc9b47435458212613c9c8da257131b0ffd4253","build":"20251007"}},"3.9.22":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.9.22%2B20250529-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"165cb2574669b3df82e40db8cb01bf4bbc9bb594dc09f9ae34d313ecd27ec7b8","build":"20250529"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.9.22%2B20250529-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"fbb4a50fffb19d5e0d33fcd53474c6e70b578d20d80b4841bceb22df596208fa","build":"20250529"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.9.22%2B20250529-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"42772f60d3c73be63e8b5abaa08ffc23e56458893fe5764ad7586e116a8f6acd","build":"20250529"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250529/cpython-3.9.22%2B20250529-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"4aa03eb60fc6934e40d94ed9166f74ada85d851434667afcd152d46e1d995dbf","build":"20250529"}},"3.9.21":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.9.21%2B20250317-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"8d1f0245ad4e8f4051fd0e54b438a749935dc697c1f10069781fb3d2cf38d670","build":"20250317"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.9.21%2B20250317-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"92a6c2eb3ac2a38c5d8112acaf2163a42480ee2a378150bb2430fecd60a60543","build":"20250317"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.9.21%2B20250317-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"d77520c53d108a8f2d0247f4da90f933916e964442c95f3a8d429bea6d874678","build":"20250317"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20250317/cpython-3.9.21%2B20250317-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"837e50734904eba4f5a385c66c31b21d880582eba7912b3ea3d71e60e56f5a60","build":"20250317"}},"3.9.20":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.9.20%2B20241016-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"41e9bb2d45e1a0467e534dafc6691b3d3c2b79fd9a564562f4c0c41eb343d30a","build":"20241016"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.9.20%2B20241016-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"440f4ebc651e707ed24d5dc68d3b0b2197e7fb369bb77685b1b539dbf30ab1e5","build":"20241016"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.9.20%2B20241016-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"3742c9d6563527a003b12ac689c07e6965911ff89fd9cbbd3c17ac7bfb037d4a","build":"20241016"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241016/cpython-3.9.20%2B20241016-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"44d9d016f9820f39e5bb542782557d46876b69d23d0a204eb2f367739da623e0","build":"20241016"}},"3.9.19":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.9.19%2B20240814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"451582f8a6a8c15ef35a327afcdbf8d03b1ebba7192e90d850d092dac91f91c6","build":"20240814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.9.19%2B20240814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"ebaf4336d0cbff4466c994d5bcaa92a38c91d06694d0cd675ec663259d5f37c7","build":"20240814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.9.19%2B20240814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"23d08f7f0bf151c2ea54b2c9c143bc710faf166ff74225b0f967fab1e2d7a151","build":"20240814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.9.19%2B20240814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"3b7d574b6bbf8303789a1d26b96a81dcca907381441ce15818c784e18d1db299","build":"20240814"}},"3.9.18":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.9.18%2B20240224-aarch64-apple-darwin-install_only.tar.gz","sha256":"2548f911a6e316575c303ba42bb51540dc9b47a9f76a06a2a37460d93b177aa2","build":"20240224"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.9.18%2B20240224-x86_64-apple-darwin-install_only.tar.gz","sha256":"171d8b472fce0295be0e28bb702c43d5a2a39feccb3e72efe620ac3843c3e402","build":"20240224"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.9.18%2B20240224-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"e5bc5196baa603d635ee6b0cd141e359752ad3e8ea76127eb9141a3155c51200","build":"20240224"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.9.18%2B20240224-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"0e5663025121186bd17d331538a44f48b41baff247891d014f3f962cbe2716b4","build":"20240224"}},"3.9.17":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.9.17%2B20230726-aarch64-apple-darwin-install_only.tar.gz","sha256":"73dbe2d702210b566221da9265acc274ba15275c5d0d1fa327f44ad86cde9aa1","build":"20230726"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.9.17%2B20230726-x86_64-apple-darwin-install_only.tar.gz","sha256":"dfe1bea92c94b9cb779288b0b06e39157c5ff7e465cdd24032ac147c2af485c0","build":"20230726"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.9.17%2B20230726-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"b77012ddaf7e0673e4aa4b1c5085275a06eee2d66f33442b5c54a12b62b96cbe","build":"20230726"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.9.17%2B20230726-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"26c4a712b4b8e11ed5c027db5654eb12927c02da4857b777afb98f7a930ce637","build":"20230726"}},"3.9.16":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.9.16%2B20230507-aarch64-apple-darwin-install_only.tar.gz","sha256":"c1de1d854717a6245f45262ef1bb17b09e2c587590e7e3f406593c143ff875bd","build":"20230507"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.9.16%2B20230507-x86_64-apple-darwin-install_only.tar.gz","sha256":"3abc4d5fbbc80f5f848f280927ac5d13de8dc03aabb6ae65d8247cbb68e6f6bf","build":"20230507"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.9.16%2B20230507-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"f629b75ebfcafe9ceee2e796b7e4df5cf8dbd14f3c021afca078d159ab797acf","build":"20230507"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230507/cpython-3.9.16%2B20230507-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"2b6e146234a4ef2a8946081fc3fbfffe0765b80b690425a49ebe40b47c33445b","build":"20230507"}},"3.9.15":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.9.15%2B20221106-aarch64-apple-darwin-install_only.tar.gz","sha256":"64dc7e1013481c9864152c3dd806c41144c79d5e9cd3140e185c6a5060bdc9ab","build":"20221106"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.9.15%2B20221106-x86_64-apple-darwin-install_only.tar.gz","sha256":"f2bcade6fc976c472f18f2b3204d67202d43ae55cf6f9e670f95e488f780da08","build":"20221106"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.9.15%2B20221106-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"52a8c0a67fb919f80962d992da1bddb511cdf92faf382701ce7673e10a8ff98f","build":"20221106"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.9.15%2B20221106-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"cdc3a4cfddcd63b6cebdd75b14970e02d8ef0ac5be4d350e57ab5df56c19e85e","build":"20221106"}},"3.9.14":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.9.14%2B20221002-aarch64-apple-darwin-install_only.tar.gz","sha256":"e38df7f230979ce6c53a5bafb3a81287838e5f3892c40cd1b98a0c961c444713","build":"20221002"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.9.14%2B20221002-x86_64-apple-darwin-install_only.tar.gz","sha256":"b7d3a1f4b57e9350571ccee49c82f503133de0d113a2dbaebc8ccf108fb3fe1b","build":"20221002"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.9.14%2B20221002-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"fe538201559ca37f44cd5f66c42a65fe7272cb4f1f63edd698b6f306771db1e9","build":"20221002"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.9.14%2B20221002-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"e63d0c00a499e0202ba7a0f53ce69fca6d30237af39af9bc3c76bce6c7bf14d7","build":"20221002"}},"3.9.13":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.9.13%2B20220802-aarch64-apple-darwin-install_only.tar.gz","sha256":"d9603edc296a2dcbc59d7ada780fd12527f05c3e0b99f7545112daf11636d6e5","build":"20220802"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.9.13%2B20220802-x86_64-apple-darwin-install_only.tar.gz","sha256":"9540a7efb7c8a54a48aff1cb9480e49588d9c0a3f934ad53f5b167338174afa3","build":"20220802"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.9.13%2B20220802-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"80415aac1b96255b9211f6a4c300f31e9940c7e07a23d0dec12b53aa52c0d25e","build":"20220802"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.9.13%2B20220802-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"ce1cfca2715e7e646dd618a8cb9baff93000e345ccc979b801fc6ccde7ce97df","build":"20220802"}},"3.9.12":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220502/cpython-3.9.12%2B20220502-aarch64-apple-darwin-install_only.tar.gz","sha256":"8dee06c07cc6429df34b6abe091a4684a86f7cec76f5d1ccc1c3ce2bd11168df","build":"20220502"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220502/cpython-3.9.12%2B20220502-x86_64-apple-darwin-install_only.tar.gz","sha256":"2453ba7f76b3df3310353b48c881d6cff622ba06e30d2b6ae91588b2bc9e481a","build":"20220502"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220502/cpython-3.9.12%2B20220502-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"2ee1426c181e65133e57dc55c6a685cb1fb5e63ef02d684b8a667d5c031c4203","build":"20220502"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220502/cpython-3.9.12%2B20220502-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"ccca12f698b3b810d79c52f007078f520d588232a36bc12ede944ec3ea417816","build":"20220502"}},"3.9.11":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.9.11%2B20220318-aarch64-apple-darwin-install_only.tar.gz","sha256":"cf92a28f98c8d884df0937bf19d5f1a40caa25a6a211a237b7e9b592b2b71c2b","build":"20220318"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.9.11%2B20220318-x86_64-apple-darwin-install_only.tar.gz","sha256":"43889d1a424c84fb155e1619f062adb6984fbde80b6043611790f22bcbeec300","build":"20220318"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.9.11%2B20220318-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"0e50f099409c5e651b5fddd16124af1d830d11653e786a93c28e5b8f8aa470c4","build":"20220318"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220318/cpython-3.9.11%2B20220318-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"0429d5ceb095d5e24c292bf1a39208b88ae236a680ef8fa3e1830e3a1a7e8882","build":"20220318"}},"3.9.10":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.9.10%2B20220227-aarch64-apple-darwin-install_only.tar.gz","sha256":"ad66c2a3e7263147e046a32694de7b897a46fb0124409d29d3a93ede631c8aee","build":"20220227"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.9.10%2B20220227-x86_64-apple-darwin-install_only.tar.gz","sha256":"fdaf594142446029e314a9beb91f1ac75af866320b50b8b968181e592550cd68","build":"20220227"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.9.10%2B20220227-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"12dd1f125762f47975990ec744532a1cf3db74ad60f4dfb476ca42deb7f78ca4","build":"20220227"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.9.10%2B20220227-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"455089cc576bd9a58db45e919d1fc867ecdbb0208067dffc845cc9bbf0701b70","build":"20220227"}},"3.9.7":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.9.7-aarch64-apple-darwin-pgo%2Blto-20211017T1616.tar.zst","sha256":"d75cfebb74df7c5195970e4ea77466e16cc0057ffd9c8442477b941b517f1639","build":"20211017"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.9.7-x86_64-apple-darwin-pgo%2Blto-20211017T1616.tar.zst","sha256":"12c5bce1b48d2b896049ec2524648d5429eba982539bc571d43c1a2ec3997630","build":"20211017"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.9.7-aarch64-unknown-linux-gnu-lto-20211017T1616.tar.zst","sha256":"ddbfd78b596bb3b48a57d94bf59a7d9a691501a38f1b97c1d7fd86f6d8119478","build":"20211017"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20211017/cpython-3.9.7-x86_64-unknown-linux-gnu-pgo%2Blto-20211017T1616.tar.zst","sha256":"33cb6a4895418b9de2b770f8ab72d1fd2dbebb95747a81f6d1824c1900062df8","build":"20211017"}},"3.9.6":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210724/cpython-3.9.6-aarch64-apple-darwin-pgo%2Blto-20210724T1424.tar.zst","sha256":"a75a672088bf38f0e84b57c8efa4a083a262c0a6d5ae9e51f1e75d591db4f70c","build":"20210724"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210724/cpython-3.9.6-x86_64-apple-darwin-pgo%2Blto-20210724T1424.tar.zst","sha256":"63b99e71d43718ed62ef250b45921f23f04d3bd2d4e03920e49e1cf8d23c538e","build":"20210724"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210724/cpython-3.9.6-aarch64-unknown-linux-gnu-lto-20210724T1424.tar.zst","sha256":"d6525051630fa1dece99b033906d07c2878ca8ae1f95072aff4bcfdf3eaabd66","build":"20210724"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210724/cpython-3.9.6-x86_64-unknown-linux-gnu-pgo%2Blto-20210724T1424.tar.zst","sha256":"8064db853bce9ab7afe5eafdf12fb2e1df7c39471f2cecdb1a9c84ae6a7a1793","build":"20210724"}},"3.9.5":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210506/cpython-3.9.5-aarch64-apple-darwin-pgo%2Blto-20210506T0943.tar.zst","sha256":"aa371f302ca7be78957adbe1e350feb443176682e398637a1229a0d683c5b425","build":"20210506"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210506/cpython-3.9.5-x86_64-apple-darwin-pgo%2Blto-20210506T0943.tar.zst","sha256":"4449347b5c7ffd842487d553d9f4393c3655a6971389f2c5f5f41444b4824cd8","build":"20210506"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210506/cpython-3.9.5-x86_64-unknown-linux-gnu-pgo%2Blto-20210506T0943.tar.zst","sha256":"b9d61ecb4a496de0e56ea209b4b23a2e3260a7e31adb0fabf3d28b1975480b59","build":"20210506"}},"3.9.4":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210415/cpython-3.9.4-aarch64-apple-darwin-pgo%2Blto-20210414T1515.tar.zst","sha256":"2aecad02a122e4e3a02cf5f85d25e49ae2d2c4e5f07c7a2748a08aab7548afa1","build":"20210415"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210415/cpython-3.9.4-x86_64-apple-darwin-pgo%2Blto-20210414T1515.tar.zst","sha256":"7d0fc70fec47ff001f192fb12d3070b89e4d84e21745c8f303501a1dc3becde0","build":"20210415"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210415/cpython-3.9.4-x86_64-unknown-linux-gnu-pgo%2Blto-20210414T1515.tar.zst","sha256":"30ba4d7192e7d74b7d8b35e4b26622576a81091e08147169d989e15fc892e8d5","build":"20210415"}},"3.9.3":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210414/cpython-3.9.3-aarch64-apple-darwin-pgo%2Blto-20210413T2055.tar.zst","sha256":"08f0de57a577dd323b6c23262e14db8a2142114c4151923a01336364d500e539","build":"20210414"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210414/cpython-3.9.3-x86_64-apple-darwin-pgo%2Blto-20210413T2055.tar.zst","sha256":"8ade79886c530da64fed998114bf3c9e00c7ff9707a74400a5fef6e57768eeef","build":"20210414"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210414/cpython-3.9.3-x86_64-unknown-linux-gnu-pgo%2Blto-20210413T2055.tar.zst","sha256":"3df2e2a2d1f5ad0a85a2458edb1c953b49cbcde84801806d46a125fe471bb416","build":"20210414"}},"3.9.2":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210327/cpython-3.9.2-aarch64-apple-darwin-pgo%2Blto-20210327T1202.tar.zst","sha256":"49d3d0628fe09cf97dd15c19ed33359e7b9307c8ab8f40f145806386a72ba036","build":"20210327"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210327/cpython-3.9.2-x86_64-apple-darwin-pgo%2Blto-20210327T1202.tar.zst","sha256":"748f8e17c4bd178360cbbc8d259573134c48ec624ef2d0cf41ffe31a3ee03c4b","build":"20210327"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210327/cpython-3.9.2-x86_64-unknown-linux-gnu-pgo%2Blto-20210327T1202.tar.zst","sha256":"455b63a8985ada9977d75463349bd58f56d72016a4b637c73ab3fe576db2b68b","build":"20210327"}},"3.9.1":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210103/cpython-3.9.1-x86_64-apple-darwin-pgo-20210103T1125.tar.zst","sha256":"3dac2b81542180e119899c94ea55edc77e3a210a87f56686b38718322e8c6fb5","build":"20210103"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210103/cpython-3.9.1-x86_64-unknown-linux-gnu-pgo-20210103T1125.tar.zst","sha256":"cff5b10fab51f9e774bb9e0f9878f1ba2703d005618ce0899905d0a1dac31b45","build":"20210103"}},"3.9.0":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20201020/cpython-3.9.0-x86_64-apple-darwin-pgo-20201020T0626.tar.zst","sha256":"d1ec23459f6eebf881a7c5bf0e77377c67d60add67d57ece6316e425abe69494","build":"20201020"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20201020/cpython-3.9.0-x86_64-unknown-linux-gnu-pgo-20201020T0627.tar.zst","sha256":"d66a271932b763b6aad36a7f23e15263d67248d4828ef90b0278de959938eadc","build":"20201020"}},"3.8.20":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241002/cpython-3.8.20%2B20241002-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"30ba44af64e599bde7307908393374bdcd99e185bf9b3c9de3f697f3fbe6bf8f","build":"20241002"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241002/cpython-3.8.20%2B20241002-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"375b6eead6c852cabbf3ccfd43dc4f6dd4c36381bf74c9a7910acb839fd5c57f","build":"20241002"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241002/cpython-3.8.20%2B20241002-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"75a187ebfab81096e3f3d91d70c1349e64defbdfb0e8a067cb5233d017655e31","build":"20241002"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20241002/cpython-3.8.20%2B20241002-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"a3a75094545912d4e9413673441b3f0d2e58ce9b264477f910800148801ccf11","build":"20241002"}},"3.8.19":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.8.19%2B20240814-aarch64-apple-darwin-install_only_stripped.tar.gz","sha256":"6a15ee2b507aed4d5b15fd1b66fc570aa49183f15aa6c412eccd065446f17d8e","build":"20240814"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.8.19%2B20240814-x86_64-apple-darwin-install_only_stripped.tar.gz","sha256":"1a24263b039c1172bd42d74a5694492f3e3dbe4d3e52a1e7cc2856fee7dbee4a","build":"20240814"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.8.19%2B20240814-aarch64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"202211923850303f521146ee1831642aaf357ffeeadbe13a0a91884317227528","build":"20240814"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240814/cpython-3.8.19%2B20240814-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz","sha256":"0f1579dbb01c98af7a12fef4c9aa8a99d45b91393f64431f5de712f892bc5c0b","build":"20240814"}},"3.8.18":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.8.18%2B20240224-aarch64-apple-darwin-install_only.tar.gz","sha256":"4d493a1792bf211f37f98404cc1468f09bd781adc2602dea0df82ad264c11abc","build":"20240224"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.8.18%2B20240224-x86_64-apple-darwin-install_only.tar.gz","sha256":"7d2cd8d289d5e3cdd0a8c06c028c7c621d3d00ce44b7e2f08c1724ae0471c626","build":"20240224"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.8.18%2B20240224-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"6588c9eed93833d9483d01fe40ac8935f691a1af8e583d404ec7666631b52487","build":"20240224"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20240224/cpython-3.8.18%2B20240224-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"5ae36825492372554c02708bdd26b8dcd57e3dbf34b3d6d599ad91d93540b2b7","build":"20240224"}},"3.8.17":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.8.17%2B20230826-aarch64-apple-darwin-install_only.tar.gz","sha256":"c6f7a130d0044a78e39648f4dae56dcff5a41eba91888a99f6e560507162e6a1","build":"20230826"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.8.17%2B20230826-x86_64-apple-darwin-install_only.tar.gz","sha256":"155b06821607bae1a58ecc60a7d036b358c766f19e493b8876190765c883a5c2","build":"20230826"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.8.17%2B20230826-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"9f6d585091fe26906ff1dbb80437a3fe37a1e3db34d6ecc0098f3d6a78356682","build":"20230826"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230826/cpython-3.8.17%2B20230826-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"8d3e1826c0bb7821ec63288038644808a2d45553245af106c685ef5892fabcd8","build":"20230826"}},"3.8.16":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.8.16%2B20230726-aarch64-apple-darwin-install_only.tar.gz","sha256":"7e484eb6de40d6f6bdfd5099eaa9647f65e45fb6d846ccfc56b1cb1e38b5ab02","build":"20230726"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.8.16%2B20230726-x86_64-apple-darwin-install_only.tar.gz","sha256":"28506e509646c11cb2f57a7203bd1b08b6e8e5b159ae308bd5bb93b0d334bdaf","build":"20230726"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.8.16%2B20230726-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"9c6615931fd1045bf9f2148aa7dd9ce1ece8575ed68a5483a0b615322a43d54c","build":"20230726"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20230726/cpython-3.8.16%2B20230726-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"b1f1502c3a13b899724dbd32bd77a973fa9733b932c5700d747fe33d5de9ac4f","build":"20230726"}},"3.8.15":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.8.15%2B20221106-aarch64-apple-darwin-install_only.tar.gz","sha256":"1e0a92d1a4f5e6d4a99f86b1cbf9773d703fe7fd032590f3e9c285c7a5eeb00a","build":"20221106"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.8.15%2B20221106-x86_64-apple-darwin-install_only.tar.gz","sha256":"70b57f28c2b5e1e3dd89f0d30edd5bc414e8b20195766cf328e1b26bed7890e1","build":"20221106"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.8.15%2B20221106-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"886ab33ced13c84bf59ce8ff79eba6448365bfcafea1bf415bd1d75e21b690aa","build":"20221106"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221106/cpython-3.8.15%2B20221106-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"e47edfb2ceaf43fc699e20c179ec428b6f3e497cf8e2dcd8e9c936d4b96b1e56","build":"20221106"}},"3.8.14":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.8.14%2B20221002-aarch64-apple-darwin-install_only.tar.gz","sha256":"6c17f6dcda59de5d8eee922ef7eede403a540dae05423ef2c2a042d8d4f22467","build":"20221002"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.8.14%2B20221002-x86_64-apple-darwin-install_only.tar.gz","sha256":"3ed4db8d0308c584196d97c629058ea69bbd8b7f9a034cf8c2c701ebb286c091","build":"20221002"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.8.14%2B20221002-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"c45e42deee43e3ebc4ca5b019c37d8ae25fb5b5f1ba5f602098a81b99d2bc804","build":"20221002"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20221002/cpython-3.8.14%2B20221002-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"4eb53bce831bf52682067579c09ccaccb6524dd44bd4b8047454c69b4817f4f0","build":"20221002"}},"3.8.13":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.8.13%2B20220802-aarch64-apple-darwin-install_only.tar.gz","sha256":"ae4131253d890b013171cb5f7b03cadc585ae263719506f7b7e063a7cf6fde76","build":"20220802"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.8.13%2B20220802-x86_64-apple-darwin-install_only.tar.gz","sha256":"cd6e7c0a27daf7df00f6882eaba01490dd963f698e99aeee9706877333e0df69","build":"20220802"},"linux-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.8.13%2B20220802-aarch64-unknown-linux-gnu-install_only.tar.gz","sha256":"8dc7814bf3425bbf78c6e6e5a6529ded6ae463fa6a4b79c025b343bae4fd955a","build":"20220802"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220802/cpython-3.8.13%2B20220802-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"fb566629ccb5f76ef56d275a3f8017d683f1c20c5beb5d5f38b155ed11e16187","build":"20220802"}},"3.8.12":{"darwin-arm64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.8.12%2B20220227-aarch64-apple-darwin-install_only.tar.gz","sha256":"f9a3cbb81e0463d6615125964762d133387d561b226a30199f5b039b20f1d944","build":"20220227"},"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.8.12%2B20220227-x86_64-apple-darwin-install_only.tar.gz","sha256":"f323fbc558035c13a85ce2267d0fad9e89282268ecb810e364fff1d0a079d525","build":"20220227"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20220227/cpython-3.8.12%2B20220227-x86_64-unknown-linux-gnu-install_only.tar.gz","sha256":"5be9c6d61e238b90dfd94755051c0d3a2d8023ebffdb4b0fa4e8fedd09a6cab6","build":"20220227"}},"3.8.11":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210724/cpython-3.8.11-x86_64-apple-darwin-pgo%2Blto-20210724T1424.tar.zst","sha256":"a42bd8f23236cfd247de5e4356b18f9039857577c17b5e73bf62dbcabc5d96ba","build":"20210724"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210724/cpython-3.8.11-x86_64-unknown-linux-gnu-pgo%2Blto-20210724T1424.tar.zst","sha256":"2b278f81ff7cd8b9ed32a2150dd76bb08c0ab2491957d3c3aa60a2b79c7457eb","build":"20210724"}},"3.8.10":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210506/cpython-3.8.10-x86_64-apple-darwin-pgo%2Blto-20210506T0943.tar.zst","sha256":"8d06bec08db8cdd0f64f4f05ee892cf2fcbc58cfb1dd69da2caab78fac420238","build":"20210506"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210506/cpython-3.8.10-x86_64-unknown-linux-gnu-pgo%2Blto-20210506T0943.tar.zst","sha256":"aec8c4c53373b90be7e2131093caa26063be6d9d826f599c935c0e1042af3355","build":"20210506"}},"3.8.9":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210415/cpython-3.8.9-x86_64-apple-darwin-pgo%2Blto-20210414T1515.tar.zst","sha256":"e915b2c7824d1ed930a314912a40daaf4672200b9a068bb7542baeb48adf29fb","build":"20210415"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210415/cpython-3.8.9-x86_64-unknown-linux-gnu-pgo%2Blto-20210414T1515.tar.zst","sha256":"bc78885e35fd71a44b4469d56251454a1fe48dd812374b9afe9d1dfc1e00e9af","build":"20210415"}},"3.8.8":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210327/cpython-3.8.8-x86_64-apple-darwin-pgo%2Blto-20210327T1202.tar.zst","sha256":"3c350707370e94b362f06fd2bcb7dfcbf52541dd01a3a9f0d005e25b68538d07","build":"20210327"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210327/cpython-3.8.8-x86_64-unknown-linux-gnu-pgo%2Blto-20210327T1202.tar.zst","sha256":"489d1ee8bc8fd2f2768bcff47adbb4f5f21efe512f13df6b936d2f33c099e02e","build":"20210327"}},"3.8.7":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210103/cpython-3.8.7-x86_64-apple-darwin-pgo-20210103T1125.tar.zst","sha256":"d76300bb7967b7e5e361a092964d8623141fd5b1e41abae20d7ac6fb87e56c92","build":"20210103"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20210103/cpython-3.8.7-x86_64-unknown-linux-gnu-pgo-20210103T1125.tar.zst","sha256":"d578b5583cb907eac2a02707e6f43ee0a38b0491f9db5b8e0f23b4f2d3042260","build":"20210103"}},"3.8.6":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20201020/cpython-3.8.6-x86_64-apple-darwin-pgo-20201020T0626.tar.zst","sha256":"e06807ed4d68928634b2690a86ea7a13d339c0fff3808816e98c646bbdc1f79a","build":"20201020"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20201020/cpython-3.8.6-x86_64-unknown-linux-gnu-pgo-20201020T0627.tar.zst","sha256":"789f58ece3ab4ee599e9fd7f6bd9665157ba1a57dca210739df0687ce3757b55","build":"20201020"}},"3.8.5":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20200823/cpython-3.8.5-x86_64-apple-darwin-pgo-20200823T2228.tar.zst","sha256":"5b0d28496cecced067616f46b006f0f193f12d00d6fa3111b4b59180f1ac1c56","build":"20200823"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20200822/cpython-3.8.5-x86_64-unknown-linux-gnu-pgo-20200823T0036.tar.zst","sha256":"30841db814a7837780b7161b13ad94e4da5a5425c054cedceb07052abf20c4c2","build":"20200822"}},"3.8.3":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20200530/cpython-3.8.3-x86_64-apple-darwin-pgo-20200530T1845.tar.zst","sha256":"adf98af0f0ba8f55a84476e0800210b59edd67bb98800be3ebc5d1f0157ff01e","build":"20200530"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20200517/cpython-3.8.3-x86_64-unknown-linux-gnu-pgo-20200518T0040.tar.zst","sha256":"a9aee0f0bd2f8aab09b386915daea508e6713ad43a45fa13afe43fd3e1b1fd9b","build":"20200517"}},"3.8.2":{"darwin-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20200418/cpython-3.8.2-x86_64-apple-darwin-pgo-20200418T2238.tar.zst","sha256":"f6e11a18c3fe841a1a45fc3a786ef54c1540c48aa75b6d47ad8d6ae74b44ce1d","build":"20200418"},"linux-x64":{"url":"https://github.com/astral-sh/python-build-standalone/releases/download/20200418/cpython-3.8.2-x86_64-unknown-linux-gnu-pgo-20200418T2243.tar.zst","sha256":"c7aa51b5deb220e2254a7e32ae7106748d5854b978762f8eb83468c8946dcdbb","build":"20200418"}}}');
// EXTERNAL MODULE: ./src/runtime/version.ts
var version = __nccwpck_require__(6696);
;// CONCATENATED MODULE: ./src/runtime/releases.ts



/** The builds of python-build-standalone that python-build knows. */
const standaloneTable = standalone_pythons_namespaceObject;
/** Every release of CPython that python-build knows, newest first. */
const knownReleases = [
    ...new Set([...Object.keys(standalone_pythons_namespaceObject), ...Object.keys(source_releases_namespaceObject)]),
].sort((a, b) => (0,version/* compareVersions */.Zy)(b, a));
/** The newest release known of a series; undefined when there is none. */
function newestKnown(series) {
    return knownReleases.find((release) => (0,version/* seriesOf */.Lf)(release) === series);
}


/***/ }),

/***/ 6696:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   KA: () => (/* binding */ versionText),
/* harmony export */   Lf: () => (/* binding */ seriesOf),
/* harmony export */   Zy: () => (/* binding */ compareVersions),
/* harmony export */   ot: () => (/* binding */ parseVersion)
/* harmony export */ });
/* harmony import */ var semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8469);
/* harmony import */ var semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_0__);

/** Reads `INT.INT` or `INT.INT.INT` in ASCII digits without leading zeros; undefined for any other text. */
function parseVersion(text) {
    const match = /^((?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*))(\.(?:0|[1-9][0-9]*))?$/.exec(text);
    if (!match?.[1])
        return undefined;
    return { series: match[1], release: match[2] === undefined ? undefined : text };
}
/** The text that asks for a version. */
function versionText(version) {
    return version.release ?? version.series;
}
/** The series of a release, or of a series itself: `3.13` of `3.13.2`. */
function seriesOf(version) {
    return version.split(".").slice(0, 2).join(".");
}
/** Compares two series, or two releases, by their numbers: negative when `a` is older than `b`. */
function compareVersions(a, b) {
    return semver_functions_compare_js__WEBPACK_IMPORTED_MODULE_0___default()(asRelease(a), asRelease(b));
}
/** semver wants three numbers, and refuses those past 2^53: the largest that it takes stands for them. */
function asRelease(version) {
    const numbers = version.split(".").map((part) => (part.length > 15 ? Number.MAX_SAFE_INTEGER : part));
    return (numbers.length === 2 ? [...numbers, 0] : numbers).join(".");
}


/***/ }),

/***/ 2100:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ usage),
/* harmony export */   l: () => (/* binding */ readArguments)
/* harmony export */ });
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7975);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_util__WEBPACK_IMPORTED_MODULE_0__);

/** How the command line is used. */
const usage = `Usage: python-build [plan|build] [DIR] [OPTIONS]

Builds the Python app in DIR (default: .) as its platform would.

  plan    decide and check from files alone, run and install nothing
  build   build the app (default)

Options:
  --platform P          classic, or the path of a JSON file (default: classic)
  --python-version V    a series (3.13) or a release (3.13.2), instead of what the app asks for
  --test-dependencies   also install what tests need
  --no-cache            keep no downloads, and use none that were kept
  --python-mirror M     folder or URL with a versions-manifest.json, tried before the internet
  --json                print the report on standard output, and the log on standard error
  --help, --version

Exit status: 0 the app would deploy, 1 it would not, 2 wrong usage.
`;
/** Reads the arguments of the command line, without node and script. */
function readArguments(args) {
    try {
        const { values, positionals } = (0,node_util__WEBPACK_IMPORTED_MODULE_0__.parseArgs)({ args: [...args], options, allowPositionals: true });
        if (values.help)
            return { kind: "help" };
        if (values.version)
            return { kind: "version" };
        const named = positionals[0] === "plan" || positionals[0] === "build";
        const [mode, rest] = named ? [positionals[0], positionals.slice(1)] : ["build", positionals];
        const [folder = ".", ...others] = rest;
        if (others.length > 0) {
            return { kind: "wrong", reason: `After \`plan\` or \`build\` comes one folder; got ${positionals.join(" ")}.` };
        }
        return { kind: "build", folder, json: values.json === true, inputs: inputsOf(values, mode ?? "build") };
    }
    catch (error) {
        return { kind: "wrong", reason: error instanceof Error ? error.message : String(error) };
    }
}
const options = {
    platform: { type: "string" },
    "python-version": { type: "string" },
    "test-dependencies": { type: "boolean" },
    "no-cache": { type: "boolean" },
    "python-mirror": { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
    version: { type: "boolean" },
};
function inputsOf(values, mode) {
    return {
        mode,
        platform: values.platform ?? "",
        "python-version": values["python-version"] ?? "",
        "test-dependencies": String(values["test-dependencies"] ?? false),
        cache: values["no-cache"] ? "false" : "true",
        "python-mirror": values["python-mirror"] ?? "",
    };
}


/***/ }),

/***/ 2372:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  d: () => (/* binding */ terminalLog)
});

// EXTERNAL MODULE: ./src/finding.ts
var finding = __nccwpck_require__(2018);
;// CONCATENATED MODULE: ./src/log-lines.ts
/** A line of a program's output as the log shows it: pip's "already satisfied" lines lose their path. */
function tidy(line) {
    const [, requirement, path = ""] = /^(\s*Requirement already satisfied: .+?) in (\/.*)$/.exec(line) ?? [];
    if (requirement === undefined)
        return line;
    const remark = path.endsWith(")") ? path.indexOf(" (") : -1;
    return remark === -1 ? requirement : requirement + path.slice(remark);
}
/** A duration in seconds, as people read it. */
function secondsText(seconds) {
    return `${seconds.toFixed(1)} s`;
}

;// CONCATENATED MODULE: ./src/terminal/log.ts


/** The log in the buildpacks' manner: `----->` for steps, indented output, ` !` before messages. */
function terminalLog({ write, coloured }) {
    const print = (line) => write(`       ${line}\n`);
    return {
        beginStep: (name) => write(`-----> ${name}\n`),
        endStep: ({ name, outcome }) => {
            if (outcome === "failure")
                print(`${name}: failed`);
        },
        print,
        announce: (finding) => {
            for (const line of messageLines(finding))
                write(`${coloured && line !== "" ? paint(line, finding) : line}\n`);
        },
        quote: (action) => action((line) => print(tidy(line))),
    };
}
const labels = { error: "Error", warning: "Warning", notice: "Note" };
/** ANSI colours: red, yellow, blue. */
const colours = { error: 31, warning: 33, notice: 34 };
function paint(line, { severity }) {
    return `\u001b[${colours[severity]}m${line}\u001b[0m`;
}
function messageLines({ severity, id, title, explanation, remedy, location }) {
    const place = location ? ` (${location.file}${location.line === undefined ? "" : `:${location.line}`})` : "";
    const text = `${labels[severity]}: ${title}${place}\n\n${explanation}\n\n${remedy}\n\n${id}, see ${(0,finding/* rulePage */.gd)(id)}`;
    return ["", ...text.split("\n").map((line) => ` !     ${line}`.trimEnd()), ""];
}


/***/ }),

/***/ 8992:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   Ru: () => (/* binding */ valueText),
/* harmony export */   cA: () => (/* binding */ lineOf),
/* harmony export */   mh: () => (/* binding */ lineAt),
/* harmony export */   pA: () => (/* binding */ nearest),
/* harmony export */   x: () => (/* binding */ shellQuoted)
/* harmony export */ });
/* harmony import */ var fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1916);

/** The 1-based line of an offset in a text. */
function lineAt(text, offset) {
    let line = 1;
    for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1))
        line++;
    return line;
}
/** The 1-based line of the first match; undefined when nothing matches. */
function lineOf(text, pattern) {
    const match = pattern.exec(text);
    return match ? lineAt(text, match.index) : undefined;
}
/** A value of a user's TOML or JSON as a text: that of a table or a list is only hinted at. */
function valueText(value) {
    if (Array.isArray(value))
        return "[…]";
    return typeof value === "object" && value !== null ? "{…}" : String(value);
}
/**
 * A value from a user's file as a message may show it: at most 100 characters, NUL as ␀, and U+FFFD for all but
 * printable ASCII, space and tab.
 */
function visible(value) {
    const shown = value.slice(0, 100).replaceAll("\0", "␀");
    return shown.replace(/[^\x20-\x7e\t␀]/gu, "\uFFFD");
}
/** A text as one word of a shell command, in quotes only where it needs them. */
function shellQuoted(text) {
    return /^[\w.,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
/** The candidate that is spelled most like a word, when it differs in few letters; undefined when none does. */
function nearest(word, candidates) {
    const most = Math.max(1, Math.min(3, Math.floor(word.length / 4)));
    const similar = candidates.filter((candidate) => Math.abs(candidate.length - word.length) <= most);
    const found = similar.length === 0 || word.length > 100 ? undefined : (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .closest */ .kp)(word, similar);
    return found !== undefined && (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(word, found) <= most ? found : undefined;
}


/***/ }),

/***/ 3494:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $W: () => (/* binding */ reachesInstall),
/* harmony export */   Dn: () => (/* binding */ envDirVars),
/* harmony export */   Mt: () => (/* binding */ installerVariables),
/* harmony export */   OT: () => (/* binding */ kindOfVariable),
/* harmony export */   hv: () => (/* binding */ hookVariables),
/* harmony export */   nV: () => (/* binding */ configVars),
/* harmony export */   xw: () => (/* binding */ reachOf)
/* harmony export */ });
/* unused harmony export pythonVariables */
/** The runner's own variables: no program that a build starts gets them. */
const ofTheRunner = /^(GITHUB|RUNNER|ACTIONS|INPUT|STATE|AGENT)_|^(CI|ImageOS|ImageVersion)$/;
/** Names of installer settings, the first kind that fits counts. */
const kinds = [
    [
        "network",
        anyOf("(https?|all|ftp|no)_proxy", "(HTTPS?|ALL|FTP|NO)_PROXY", "SSL_CERT_.*|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NETRC", "PIP_(CERT|CLIENT_CERT|PROXY|TRUSTED_HOST|DEFAULT_TIMEOUT|RETRIES|CONFIG_FILE)", "UV_(HTTP_TIMEOUT|NATIVE_TLS|SYSTEM_CERTS)", "POETRY_CERTIFICATES_.*|GIT_.*|SSH_.*"),
    ],
    [
        "index",
        anyOf("PIP_(INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX)|PIPENV_PYPI_MIRROR", "UV_(DEFAULT_INDEX|INDEX.*|EXTRA_INDEX_URL|FIND_LINKS)", "POETRY_(REPOSITORIES|HTTP_BASIC|PYPI_TOKEN)_.*"),
    ],
    [
        "target",
        anyOf("PIP_(CACHE_DIR|PREFIX|PYTHON|ROOT|TARGET|USER)", "POETRY_(CACHE_DIR|DATA_DIR|HOME)|POETRY_VIRTUALENVS_.*", "PYTHON(HOME|PATH|INSPECT|NOUSERSITE|PLATLIBDIR|USERBASE)", "UV_(CACHE_DIR|LINK_MODE|MANAGED_PYTHON|NO_CACHE|NO_MANAGED_PYTHON|PROJECT|PROJECT_ENVIRONMENT|PYTHON)", "UV_PYTHON_(DOWNLOADS|PREFERENCE)", "PIPENV_(ACTIVE|IGNORE_VIRTUALENVS|VENV_IN_PROJECT|PYTHON|DEFAULT_PYTHON_VERSION|PIPFILE|CUSTOM_VENV_NAME)", "VIRTUAL_ENV|WORKON_HOME"),
    ],
    ["setting", anyOf("(PIP|PIPENV|POETRY|UV)_.*")],
];
/**
 * What an installer setting is about: the reach of the network, where packages come from (`index`), where they go
 * (`target`, which would break the environment), or anything else. Undefined for other variables.
 */
function kindOfVariable(name) {
    return kinds.find(([, pattern]) => pattern.test(name))?.[0];
}
function anyOf(...patterns) {
    return new RegExp(`^(?:${patterns.join("|")})$`);
}
/** Variables that a hook must not get from the caller. */
const keptFromHooks = /^(PATH|CPATH|CPPATH|LD_PRELOAD|LIBRARY_PATH|LD_LIBRARY_PATH|PYTHONHOME|VIRTUAL_ENV)$/;
/** What a login or a shell brings along: no config var, though it reaches programs. */
const ofTheMachine = /^(HOME|USER|LOGNAME|HOSTNAME|SHELL|TERM|TMPDIR|PWD|OLDPWD|SHLVL|SSH_AUTH_SOCK|LANG|LC_[A-Z]+|_)$/;
/** Config vars for `ENV_DIR`, where hooks read them, one by one, into their own environment. */
function envDirVars(variables) {
    return pick(configVars(variables), (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keptFromHooks.test(name) && !ofTheMachine.test(name));
}
/** The app's config vars, as far as the machine knows them: all variables but the runner's. */
function configVars(variables) {
    return pick(variables, (name) => !ofTheRunner.test(name));
}
/** Which config vars reach the install on a platform. */
function reachOf({ installVariables }, packageManager) {
    if (installVariables === "all")
        return "all";
    return (packageManager && installVariables[packageManager]) ?? [];
}
/** What a program needs of the machine, on every platform. */
const neededByPrograms = /^(PATH|HOME|USER|TMPDIR|TERM|SHELL|SSH_AUTH_SOCK)$/;
/** Tells whether an install gets a variable. */
function reachesInstall(name, reach) {
    const kind = kindOfVariable(name);
    if (kind === "target")
        return false;
    return (reach === "all" || reach.includes(name) || kind === "network" || kind === "index" || neededByPrograms.test(name));
}
/** The variables of a program that makes or fills the environment. */
function installerVariables({ given, reach, locale }, python) {
    const kept = pick(configVars(given), (name) => reachesInstall(name, reach));
    // Installers compile what they install all the same; only the shared Python's own folder stays as it is.
    const others = { LANG: kept["LANG"] ?? locale, PYTHONDONTWRITEBYTECODE: "1" };
    return { ...kept, ...pythonVariables(kept, python), ...others };
}
/** The variables of a hook: those of the build, and config vars, which win where a hook may have them. */
function hookVariables({ given, python, build }) {
    const own = pick(configVars(given), (name) => !keptFromHooks.test(name));
    const machine = pick(given, (name) => name === "PATH");
    return { ...build, ...(python ? pythonVariables(machine, python) : machine), ...own };
}
/**
 * `PATH`, and the folders in which compilers look for Python's headers and libraries. An empty element, which means the
 * working directory, is left out.
 */
function pythonVariables(given, { prefix, path }) {
    const before = (name, ...folders) => [...folders, ...(given[name] ?? "").split(":")].filter((folder) => folder !== "").join(":");
    return {
        PATH: before("PATH", ...path),
        C_INCLUDE_PATH: before("C_INCLUDE_PATH", `${prefix}/include`),
        CPLUS_INCLUDE_PATH: before("CPLUS_INCLUDE_PATH", `${prefix}/include`),
        LIBRARY_PATH: before("LIBRARY_PATH", `${prefix}/lib`),
        LD_LIBRARY_PATH: before("LD_LIBRARY_PATH", `${prefix}/lib`),
        PKG_CONFIG_PATH: before("PKG_CONFIG_PATH", `${prefix}/lib/pkgconfig`),
        PYTHONUNBUFFERED: "1",
    };
}
function pick(variables, keep) {
    return Object.fromEntries(Object.entries(variables).filter(([name]) => keep(name)));
}


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 7934:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FsL: () => (/* binding */ pipe),
/* harmony export */   Ikc: () => (/* binding */ object),
/* harmony export */   KCZ: () => (/* binding */ union),
/* harmony export */   KIO: () => (/* binding */ picklist),
/* harmony export */   L5J: () => (/* binding */ unknown),
/* harmony export */   PXX: () => (/* binding */ toLowerCase),
/* harmony export */   Wwf: () => (/* binding */ minValue),
/* harmony export */   YOg: () => (/* binding */ array),
/* harmony export */   YjP: () => (/* binding */ string),
/* harmony export */   aig: () => (/* binding */ number),
/* harmony export */   euz: () => (/* binding */ literal),
/* harmony export */   g1P: () => (/* binding */ record),
/* harmony export */   hq: () => (/* binding */ nonEmpty),
/* harmony export */   lqM: () => (/* binding */ optional),
/* harmony export */   ndf: () => (/* binding */ integer),
/* harmony export */   qgA: () => (/* binding */ parse),
/* harmony export */   rej: () => (/* binding */ strictObject),
/* harmony export */   xLC: () => (/* binding */ safeParse),
/* harmony export */   yGV: () => (/* binding */ regex),
/* harmony export */   z6Y: () => (/* binding */ check),
/* harmony export */   zMY: () => (/* binding */ boolean)
/* harmony export */ });
/* unused harmony exports BASE64_REGEX, BIC_REGEX, CUID2_REGEX, DECIMAL_REGEX, DIGITS_REGEX, DOMAIN_REGEX, EMAIL_REGEX, EMOJI_REGEX, HEXADECIMAL_REGEX, HEX_COLOR_REGEX, IMEI_REGEX, IPV4_REGEX, IPV6_REGEX, IP_REGEX, ISO_DATE_REGEX, ISO_DATE_TIME_REGEX, ISO_DATE_TIME_SECOND_REGEX, ISO_TIMESTAMP_REGEX, ISO_TIME_REGEX, ISO_TIME_SECOND_REGEX, ISO_WEEK_REGEX, ISRC_REGEX, JWS_COMPACT_REGEX, KSUID_REGEX, MAC48_REGEX, MAC64_REGEX, MAC_REGEX, NANO_ID_REGEX, OCTAL_REGEX, RFC_EMAIL_REGEX, SLUG_REGEX, ULID_REGEX, UUID_REGEX, ValiError, _addIssue, _cloneDataset, _formatCase, _getByteCount, _getCodePointCount, _getGraphemeCount, _getLastMetadata, _getWordCount, _isLuhnAlgo, _isSameValueZero, _isValidObjectKey, _isValueMatch, _joinExpects, _standardSchema, _stringify, any, args, argsAsync, arrayAsync, assert, awaitAsync, base64, bic, bigint, blob, brand, bytes, cache, cacheAsync, checkAsync, checkItems, checkItemsAsync, codePoints, config, creditCard, cuid2, custom, customAsync, date, decimal, deleteGlobalConfig, deleteGlobalMessage, deleteSchemaMessage, deleteSpecificMessage, description, digits, domain, email, emoji, empty, endsWith, entries, entriesFromList, entriesFromObjects, enum, enum_, everyItem, exactOptional, exactOptionalAsync, examples, excludes, fallback, fallbackAsync, file, filterItems, findItem, finite, flatten, flavor, forward, forwardAsync, function, function_, getDefault, getDefaults, getDefaultsAsync, getDescription, getDotPath, getExamples, getFallback, getFallbacks, getFallbacksAsync, getGlobalConfig, getGlobalMessage, getMetadata, getSchemaMessage, getSpecificMessage, getTitle, graphemes, gtValue, guard, hash, hexColor, hexadecimal, imei, includes, instance, intersect, intersectAsync, ip, ipv4, ipv6, is, isOfKind, isOfType, isValiError, isbn, isoDate, isoDateTime, isoDateTimeSecond, isoTime, isoTimeSecond, isoTimestamp, isoWeek, isrc, jwsCompact, keyof, ksuid, lazy, lazyAsync, length, looseObject, looseObjectAsync, looseTuple, looseTupleAsync, ltValue, mac, mac48, mac64, map, mapAsync, mapItems, maxBytes, maxCodePoints, maxEntries, maxGraphemes, maxLength, maxSize, maxValue, maxWords, message, metadata, mimeType, minBytes, minCodePoints, minEntries, minGraphemes, minLength, minSize, minWords, multipleOf, nan, nanoid, never, nonNullable, nonNullableAsync, nonNullish, nonNullishAsync, nonOptional, nonOptionalAsync, normalize, notBytes, notCodePoints, notEntries, notGraphemes, notLength, notSize, notValue, notValues, notWords, null, null_, nullable, nullableAsync, nullish, nullishAsync, objectAsync, objectWithRest, objectWithRestAsync, octal, omit, optionalAsync, parseAsync, parseBoolean, parseJson, parser, parserAsync, partial, partialAsync, partialCheck, partialCheckAsync, pick, pipeAsync, promise, rawCheck, rawCheckAsync, rawTransform, rawTransformAsync, readonly, recordAsync, reduceItems, required, requiredAsync, returns, returnsAsync, rfcEmail, safeInteger, safeParseAsync, safeParser, safeParserAsync, set, setAsync, setGlobalConfig, setGlobalMessage, setSchemaMessage, setSpecificMessage, size, slug, someItem, sortItems, startsWith, strictObjectAsync, strictTuple, strictTupleAsync, stringifyJson, summarize, symbol, title, toBigint, toBoolean, toCamelCase, toDate, toKebabCase, toMaxValue, toMinValue, toNumber, toPascalCase, toSnakeCase, toString, toUpperCase, transform, transformAsync, trim, trimEnd, trimStart, tuple, tupleAsync, tupleWithRest, tupleWithRestAsync, ulid, undefined, undefined_, undefinedable, undefinedableAsync, unionAsync, unwrap, url, uuid, value, values, variant, variantAsync, void, void_, words */
//#region src/storages/globalConfig/globalConfig.ts
let store$4;
const DEFAULT_CONFIG = {
	lang: void 0,
	message: void 0,
	abortEarly: void 0,
	abortPipeEarly: void 0
};
/**
* Sets the global configuration.
*
* @param config The configuration.
*/
function setGlobalConfig(config$1) {
	store$4 = {
		...store$4,
		...config$1
	};
}
/**
* Returns the global configuration.
*
* @param config The config to merge.
*
* @returns The configuration.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalConfig(config$1) {
	if (!config$1 && !store$4) return DEFAULT_CONFIG;
	return {
		lang: config$1?.lang ?? store$4?.lang,
		message: config$1?.message,
		abortEarly: config$1?.abortEarly ?? store$4?.abortEarly,
		abortPipeEarly: config$1?.abortPipeEarly ?? store$4?.abortPipeEarly
	};
}
/**
* Deletes the global configuration.
*/
function deleteGlobalConfig() {
	store$4 = void 0;
}

//#endregion
//#region src/storages/globalMessage/globalMessage.ts
let store$3;
/**
* Sets a global error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setGlobalMessage(message$1, lang) {
	if (!store$3) store$3 = /* @__PURE__ */ new Map();
	store$3.set(lang, message$1);
}
/**
* Returns a global error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getGlobalMessage(lang) {
	return store$3?.get(lang);
}
/**
* Deletes a global error message.
*
* @param lang The language of the message.
*/
function deleteGlobalMessage(lang) {
	store$3?.delete(lang);
}

//#endregion
//#region src/storages/schemaMessage/schemaMessage.ts
let store$2;
/**
* Sets a schema error message.
*
* @param message The error message.
* @param lang The language of the message.
*/
function setSchemaMessage(message$1, lang) {
	if (!store$2) store$2 = /* @__PURE__ */ new Map();
	store$2.set(lang, message$1);
}
/**
* Returns a schema error message.
*
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSchemaMessage(lang) {
	return store$2?.get(lang);
}
/**
* Deletes a schema error message.
*
* @param lang The language of the message.
*/
function deleteSchemaMessage(lang) {
	store$2?.delete(lang);
}

//#endregion
//#region src/storages/specificMessage/specificMessage.ts
let store$1;
/**
* Sets a specific error message.
*
* @param reference The identifier reference.
* @param message The error message.
* @param lang The language of the message.
*/
function setSpecificMessage(reference, message$1, lang) {
	if (!store$1) store$1 = /* @__PURE__ */ new Map();
	if (!store$1.get(reference)) store$1.set(reference, /* @__PURE__ */ new Map());
	store$1.get(reference).set(lang, message$1);
}
/**
* Returns a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*
* @returns The error message.
*/
/* @__NO_SIDE_EFFECTS__ */
function getSpecificMessage(reference, lang) {
	return store$1?.get(reference)?.get(lang);
}
/**
* Deletes a specific error message.
*
* @param reference The identifier reference.
* @param lang The language of the message.
*/
function deleteSpecificMessage(reference, lang) {
	store$1?.get(reference)?.delete(lang);
}

//#endregion
//#region src/utils/_stringify/_stringify.ts
/**
* Stringifies an unknown input to a literal or type string.
*
* @param input The unknown input.
*
* @returns A literal or type string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _stringify(input) {
	const type = typeof input;
	if (type === "string") return `"${input}"`;
	if (type === "number" || type === "bigint" || type === "boolean") return `${input}`;
	if (type === "object" || type === "function") return (input && Object.getPrototypeOf(input)?.constructor?.name) ?? "null";
	return type;
}

//#endregion
//#region src/utils/_addIssue/_addIssue.ts
/**
* Adds an issue to the dataset.
*
* @param context The issue context.
* @param label The issue label.
* @param dataset The input dataset.
* @param config The configuration.
* @param other The optional props.
*
* @internal
*/
function _addIssue(context, label, dataset, config$1, other) {
	const input = other && "input" in other ? other.input : dataset.value;
	const expected = other?.expected ?? context.expects ?? null;
	const received = other?.received ?? /* @__PURE__ */ _stringify(input);
	const issue = {
		kind: context.kind,
		type: context.type,
		input,
		expected,
		received,
		message: `Invalid ${label}: ${expected ? `Expected ${expected} but r` : "R"}eceived ${received}`,
		requirement: context.requirement,
		path: other?.path,
		issues: other?.issues,
		lang: config$1.lang,
		abortEarly: config$1.abortEarly,
		abortPipeEarly: config$1.abortPipeEarly
	};
	const isSchema = context.kind === "schema";
	const message$1 = other?.message ?? context.message ?? /* @__PURE__ */ getSpecificMessage(context.reference, issue.lang) ?? (isSchema ? /* @__PURE__ */ getSchemaMessage(issue.lang) : null) ?? config$1.message ?? /* @__PURE__ */ getGlobalMessage(issue.lang);
	if (message$1 !== void 0) issue.message = typeof message$1 === "function" ? message$1(issue) : message$1;
	if (isSchema) dataset.typed = false;
	if (dataset.issues) dataset.issues.push(issue);
	else dataset.issues = [issue];
}

//#endregion
//#region src/utils/_cloneDataset/_cloneDataset.ts
/**
* Creates a shallow copy of a dataset.
*
* Hint: The `value` is copied by reference, but the `issues` array, its issues
* and their `path` arrays are cloned to avoid reusing mutable dataset state
* across multiple runs. Mutating a returned object or array value can
* therefore affect later cache hits that reuse the same cached output.
*
* @param dataset The output dataset.
*
* @returns The copied output dataset.
*/
/* @__NO_SIDE_EFFECTS__ */
function _cloneDataset(dataset) {
	return {
		typed: dataset.typed,
		value: dataset.value,
		issues: dataset.issues?.map((issue) => ({
			...issue,
			path: issue.path && [...issue.path]
		}))
	};
}

//#endregion
//#region src/utils/_formatCase/_formatCase.ts
/**
* Splits a string into lowercase words and rejoins them with the given
* separator and capitalization rules.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries. Whether the first or subsequent words are
* capitalized is controlled by `capFirst` and `capRest`.
*
* Hint: Implemented in a single pass that emits directly to the result
* string to avoid an intermediate `string[]` allocation. ASCII chars are
* classified via char codes to skip `.toLowerCase()` and `.toUpperCase()`
* method calls in the common case.
*
* Hint: Digits are treated as a separate character class, so `item2Name`
* yields `item2` and `name` rather than `item`, `2` and `name`.
*
* @param input The input string.
* @param separator The string inserted between words.
* @param capFirst Whether to capitalize the first word.
* @param capRest Whether to capitalize subsequent words.
*
* @returns The formatted string.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _formatCase(input, separator, capFirst, capRest) {
	let result = "";
	let firstWord = true;
	let start = 0;
	let prev = 0;
	let prevPrev = 0;
	const flush = (end) => {
		if (end > start) {
			let word = input.slice(start, end).toLowerCase();
			if (firstWord ? capFirst : capRest) {
				const firstCode = word.charCodeAt(0);
				if (firstCode >= 97 && firstCode <= 122) word = String.fromCharCode(firstCode - 32) + word.slice(1);
				else {
					const charLen = firstCode >= 55296 && firstCode <= 56319 ? 2 : 1;
					word = word.slice(0, charLen).toUpperCase() + word.slice(charLen);
				}
			}
			result += firstWord ? word : separator + word;
			firstWord = false;
		}
	};
	for (let index = 0; index < input.length; index++) {
		const code = input.charCodeAt(index);
		let type;
		if (code === 32 || code === 9 || code === 10 || code === 11 || code === 12 || code === 13 || code === 45 || code === 95) {
			flush(index);
			start = index + 1;
			type = 0;
		} else if (code < 128) type = code >= 65 && code <= 90 ? 1 : code >= 97 && code <= 122 ? 2 : 3;
		else {
			const char = input[index];
			const charLower = char.toLowerCase();
			type = charLower === char.toUpperCase() ? 3 : char === charLower ? 2 : 1;
		}
		if (type === 1 && (prev === 2 || prev === 3) && index > start) {
			flush(index);
			start = index;
		} else if (type === 2 && prev === 1 && prevPrev === 1 && index - 1 > start) {
			flush(index - 1);
			start = index - 1;
		}
		prevPrev = prev;
		prev = type;
	}
	flush(input.length);
	return result;
}

//#endregion
//#region src/utils/_getByteCount/_getByteCount.ts
let textEncoder;
/**
* Returns the byte count of the input.
*
* @param input The input to be measured.
*
* @returns The byte count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getByteCount(input) {
	if (!textEncoder) textEncoder = new TextEncoder();
	return textEncoder.encode(input).length;
}

//#endregion
//#region src/utils/_getCodePointCount/_getCodePointCount.ts
/**
* Returns the code point count of the input.
*
* @param input The input to be measured.
*
* @returns The code point count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getCodePointCount(input) {
	let count = input.length;
	const lengthMinus1 = input.length - 1;
	for (let i = 0; i < lengthMinus1;) if (input.codePointAt(i) <= 65535) i++;
	else {
		i += 2;
		count--;
	}
	return count;
}

//#endregion
//#region src/utils/_getGraphemeCount/_getGraphemeCount.ts
let segmenter;
/**
* Returns the grapheme count of the input.
*
* @param input The input to be measured.
*
* @returns The grapheme count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getGraphemeCount(input) {
	if (!segmenter) segmenter = new Intl.Segmenter();
	const segments = segmenter.segment(input);
	let count = 0;
	for (const _ of segments) count++;
	return count;
}

//#endregion
//#region src/utils/_getLastMetadata/_getLastMetadata.ts
/**
* Returns the last top-level value of a given metadata type from a schema
* using a breadth-first search that starts with the last item in the pipeline.
*
* @param schema The schema to search.
* @param type The metadata type.
*
* @returns The value, if any.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getLastMetadata(schema, type) {
	if ("pipe" in schema) {
		const nestedSchemas = [];
		for (let index = schema.pipe.length - 1; index >= 0; index--) {
			const item = schema.pipe[index];
			if (item.kind === "schema" && "pipe" in item) nestedSchemas.push(item);
			else if (item.kind === "metadata" && item.type === type) return item[type];
		}
		for (const nestedSchema of nestedSchemas) {
			const result = /* @__PURE__ */ _getLastMetadata(nestedSchema, type);
			if (result !== void 0) return result;
		}
	}
}

//#endregion
//#region src/utils/_getWordCount/_getWordCount.ts
let store;
/**
* Returns the word count of the input.
*
* @param locales The locales to be used.
* @param input The input to be measured.
*
* @returns The word count.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _getWordCount(locales, input) {
	if (!store) store = /* @__PURE__ */ new Map();
	const key = String(locales);
	let segmenter$1 = store.get(key);
	if (!segmenter$1) {
		segmenter$1 = new Intl.Segmenter(locales, { granularity: "word" });
		store.set(key, segmenter$1);
	}
	const segments = segmenter$1.segment(input);
	let count = 0;
	for (const segment of segments) if (segment.isWordLike) count++;
	return count;
}

//#endregion
//#region src/utils/_isLuhnAlgo/_isLuhnAlgo.ts
/**
* Non-digit regex.
*/
const NON_DIGIT_REGEX = /\D/gu;
/**
* Checks whether a string with numbers corresponds to the luhn algorithm.
*
* @param input The input to be checked.
*
* @returns Whether input is valid.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isLuhnAlgo(input) {
	const number$1 = input.replace(NON_DIGIT_REGEX, "");
	let length$1 = number$1.length;
	let bit = 1;
	let sum = 0;
	while (length$1) {
		const value$1 = +number$1[--length$1];
		bit ^= 1;
		sum += bit ? [
			0,
			2,
			4,
			6,
			8,
			1,
			3,
			5,
			7,
			9
		][value$1] : value$1;
	}
	return sum % 10 === 0;
}

//#endregion
//#region src/utils/_isSameValueZero/_isSameValueZero.ts
/**
* Compares two values using the SameValueZero algorithm, which treats `NaN`
* as equal to itself unlike `===`.
*
* @param value1 The first value.
* @param value2 The second value.
*
* @returns Whether the values are equal.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isSameValueZero(value1, value2) {
	return value1 === value2 || Number.isNaN(value1) && Number.isNaN(value2);
}

//#endregion
//#region src/utils/_isValidObjectKey/_isValidObjectKey.ts
/**
* Disallows inherited object properties and prevents object prototype
* pollution by disallowing certain keys.
*
* @param object The object to check.
* @param key The key to check.
*
* @returns Whether the key is allowed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValidObjectKey(object$1, key) {
	return Object.prototype.hasOwnProperty.call(object$1, key) && key !== "__proto__" && key !== "prototype" && key !== "constructor";
}

//#endregion
//#region src/utils/_isValueMatch/_isValueMatch.ts
/**
* Checks whether a value matches a value action requirement.
*
* @param requirement The value action requirement.
* @param value The value to check.
*
* @returns Whether the value matches the requirement.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isValueMatch(requirement, value$1) {
	return Number.isNaN(requirement) && Number.isNaN(value$1) || requirement <= value$1 && requirement >= value$1;
}

//#endregion
//#region src/utils/_joinExpects/_joinExpects.ts
/**
* Joins multiple `expects` values with the given separator.
*
* @param values The `expects` values.
* @param separator The separator.
*
* @returns The joined `expects` property.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _joinExpects(values$1, separator) {
	const list = [...new Set(values$1)];
	if (list.length > 1) return `(${list.join(` ${separator} `)})`;
	return list[0] ?? "never";
}

//#endregion
//#region src/utils/_standardSchema/_standardSchema.ts
/**
* Eagerly creates and attaches the Standard Schema properties of a schema.
*
* Hint: The contextual `this` type includes the standard properties that are
* attached before the schema is returned.
*
* @param schema The schema to attach standard properties to.
*
* @returns The schema with standard properties attached.
*
* @internal
*/
function _standardSchema(schema) {
	schema["~standard"] = {
		version: 1,
		vendor: "valibot",
		validate: (value$1) => schema["~run"]({ value: value$1 }, /* @__PURE__ */ getGlobalConfig())
	};
	return schema;
}

//#endregion
//#region src/utils/entriesFromList/entriesFromList.ts
/**
* Creates an object entries definition from a list of keys and a schema.
*
* @param list A list of keys.
* @param schema The schema of the keys.
*
* @returns The object entries.
*/
/* @__NO_SIDE_EFFECTS__ */
function entriesFromList(list, schema) {
	const entries$1 = {};
	for (const key of list) entries$1[key] = schema;
	return entries$1;
}

//#endregion
//#region src/utils/entriesFromObjects/entriesFromObjects.ts
/* @__NO_SIDE_EFFECTS__ */
function entriesFromObjects(schemas) {
	const entries$1 = {};
	for (const schema of schemas) Object.assign(entries$1, schema.entries);
	return entries$1;
}

//#endregion
//#region src/utils/getDotPath/getDotPath.ts
/* @__NO_SIDE_EFFECTS__ */
function getDotPath(issue) {
	if (issue.path) {
		let key = "";
		for (const item of issue.path) if (typeof item.key === "string" || typeof item.key === "number") if (key) key += `.${item.key}`;
		else key += item.key;
		else return null;
		return key;
	}
	return null;
}

//#endregion
//#region src/utils/isOfKind/isOfKind.ts
/**
* A generic type guard to check the kind of an object.
*
* @param kind The kind to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfKind(kind, object$1) {
	return object$1.kind === kind;
}

//#endregion
//#region src/utils/isOfType/isOfType.ts
/**
* A generic type guard to check the type of an object.
*
* @param type The type to check for.
* @param object The object to check.
*
* @returns Whether it matches.
*/
/* @__NO_SIDE_EFFECTS__ */
function isOfType(type, object$1) {
	return object$1.type === type;
}

//#endregion
//#region src/utils/ValiError/ValiError.ts
/**
* A Valibot error with useful information.
*/
var ValiError = class extends Error {
	/**
	* Creates a Valibot error with useful information.
	*
	* @param issues The error issues.
	*/
	constructor(issues) {
		super(issues[0].message);
		this.name = "ValiError";
		this.issues = issues;
	}
};

//#endregion
//#region src/utils/isValiError/isValiError.ts
/**
* A type guard to check if an error is a ValiError.
*
* @param error The error to check.
*
* @returns Whether its a ValiError.
*/
/* @__NO_SIDE_EFFECTS__ */
function isValiError(error) {
	return error instanceof ValiError;
}

//#endregion
//#region src/actions/args/args.ts
/* @__NO_SIDE_EFFECTS__ */
function args(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: args,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const argsDataset = this.schema["~run"]({ value: args_ }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/args/argsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function argsAsync(schema) {
	return {
		kind: "transformation",
		type: "args",
		reference: argsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args$1) => {
				const argsDataset = await schema["~run"]({ value: args$1 }, config$1);
				if (argsDataset.issues) throw new ValiError(argsDataset.issues);
				return func(...argsDataset.value);
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/await/awaitAsync.ts
/**
* Creates an await transformation action.
*
* @returns An await action.
*/
/* @__NO_SIDE_EFFECTS__ */
function awaitAsync() {
	return {
		kind: "transformation",
		type: "await",
		reference: awaitAsync,
		async: true,
		async "~run"(dataset) {
			dataset.value = await dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/regex.ts
/**
* [Base64](https://en.wikipedia.org/wiki/Base64) regex.
*/
const BASE64_REGEX = /^(?:[\da-z+/]{4})*(?:[\da-z+/]{2}==|[\da-z+/]{3}=)?$/iu;
/**
* [BIC](https://en.wikipedia.org/wiki/ISO_9362) regex.
*/
const BIC_REGEX = /^[A-Z]{6}(?!00)[\dA-Z]{2}(?:[\dA-Z]{3})?$/u;
/**
* [Cuid2](https://github.com/paralleldrive/cuid2) regex.
*/
const CUID2_REGEX = /^[a-z][\da-z]*$/u;
/**
* [Decimal](https://en.wikipedia.org/wiki/Decimal) regex.
*/
const DECIMAL_REGEX = /^[+-]?(?:\d*\.)?\d+$/u;
/**
* [Digits](https://en.wikipedia.org/wiki/Numerical_digit) regex.
*/
const DIGITS_REGEX = /^\d+$/u;
/**
* [Domain name](https://en.wikipedia.org/wiki/Domain_name) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* ASCII-only validation. Internationalized domain names (IDNs) are not
* supported, including Punycode-encoded labels.
*/
const DOMAIN_REGEX = /^(?=.{1,253}$)(?:(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/u;
/**
* [Email address](https://en.wikipedia.org/wiki/Email_address) regex.
*
* Hint: We decided against the `i` flag to avoid matching non-ASCII characters.
*/
const EMAIL_REGEX = /^[\w+-]+(?:\.[\w+-]+)*@[\da-zA-Z]+(?:[.-][\da-zA-Z]+)*\.[a-zA-Z]{2,}$/u;
/**
* Emoji regex from [emoji-regex-xs](https://github.com/slevithan/emoji-regex-xs) v1.0.0 (MIT license).
*
* Hint: We decided against the newer `/^\p{RGI_Emoji}+$/v` regex because it is
* not supported in older runtimes and does not match all emoji.
*/
const EMOJI_REGEX = /^(?:[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}|(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation})(?:\u200D(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|(?![\p{Emoji_Modifier_Base}\u{1F1E6}-\u{1F1FF}])\p{Emoji_Presentation}))*)+$/u;
/**
* [Hexadecimal](https://en.wikipedia.org/wiki/Hexadecimal) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEXADECIMAL_REGEX = /^(?:0[hx])?[\da-fA-F]+$/u;
/**
* [Hex color](https://en.wikipedia.org/wiki/Web_colors#Hex_triplet) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const HEX_COLOR_REGEX = /^#(?:[\da-fA-F]{3,4}|[\da-fA-F]{6}|[\da-fA-F]{8})$/u;
/**
* [IMEI](https://en.wikipedia.org/wiki/International_Mobile_Equipment_Identity) regex.
*/
const IMEI_REGEX = /^\d{15}$|^\d{2}-\d{6}-\d{6}-\d$/u;
/**
* [IPv4](https://en.wikipedia.org/wiki/IPv4) regex.
*/
const IPV4_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$/u;
/**
* [IPv6](https://en.wikipedia.org/wiki/IPv6) regex.
*/
const IPV6_REGEX = /^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [IP](https://en.wikipedia.org/wiki/IP_address) regex.
*/
const IP_REGEX = /^(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])(?:\.(?:(?:[1-9]|1\d|2[0-4])?\d|25[0-5])){3}$|^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,7}:|(?:[\da-f]{1,4}:){1,6}:[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,5}(?::[\da-f]{1,4}){1,2}|(?:[\da-f]{1,4}:){1,4}(?::[\da-f]{1,4}){1,3}|(?:[\da-f]{1,4}:){1,3}(?::[\da-f]{1,4}){1,4}|(?:[\da-f]{1,4}:){1,2}(?::[\da-f]{1,4}){1,5}|[\da-f]{1,4}:(?::[\da-f]{1,4}){1,6}|:(?:(?::[\da-f]{1,4}){1,7}|:)|fe80:(?::[\da-f]{0,4}){0,4}%[\da-z]+|::(?:f{4}(?::0{1,4})?:)?(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d)|(?:[\da-f]{1,4}:){1,4}:(?:(?:25[0-5]|(?:2[0-4]|1?\d)?\d)\.){3}(?:25[0-5]|(?:2[0-4]|1?\d)?\d))$/iu;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date regex.
*/
const ISO_DATE_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time regex.
*/
const ISO_DATE_TIME_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) date-time with seconds regex.
*/
const ISO_DATE_TIME_SECOND_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time regex.
*/
const ISO_TIME_REGEX = /^(?:0\d|1\d|2[0-3]):[0-5]\d$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) time with seconds regex.
*/
const ISO_TIME_SECOND_REGEX = /^(?:0\d|1\d|2[0-3])(?::[0-5]\d){2}$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) timestamp regex. Allows a
* space as a date/time separator and an optional space before the UTC offset.
*/
const ISO_TIMESTAMP_REGEX = /^\d{4}-(?:0[1-9]|1[0-2])-(?:[12]\d|0[1-9]|3[01])[T ](?:0\d|1\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,9})?(?:Z| ?[+-](?:0\d|1\d|2[0-3])(?::?[0-5]\d)?)$/u;
/**
* [ISO 8601](https://en.wikipedia.org/wiki/ISO_8601) week regex.
*/
const ISO_WEEK_REGEX = /^\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])$/u;
/**
* [JWS compact serialization](https://datatracker.ietf.org/doc/html/rfc7515#section-3.1)
* regex.
*
* Hint: Empty payload and signature segments are allowed because the
* Base64URL-encoded representation of an empty octet sequence is an empty
* string.
*/
const JWS_COMPACT_REGEX = /^(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?\.(?:[\w-]{2,3}|(?:[\w-]{4})+(?:[\w-]{2,3})?)?$/u;
/**
* [ISRC](https://en.wikipedia.org/wiki/International_Standard_Recording_Code) regex.
*/
const ISRC_REGEX = /^(?:[A-Z]{2}[A-Z\d]{3}\d{7}|[A-Z]{2}-[A-Z\d]{3}-\d{2}-\d{5})$/u;
/**
* [KSUID](https://github.com/segmentio/ksuid) regex.
*/
const KSUID_REGEX = /^[a-zA-Z0-9]{27}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 48 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC48_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) 64 bit regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC64_REGEX = /^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [MAC](https://en.wikipedia.org/wiki/MAC_address) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
*/
const MAC_REGEX = /^(?:[\da-fA-F]{2}:){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){5}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4}$|^(?:[\da-fA-F]{2}:){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{2}-){7}[\da-fA-F]{2}$|^(?:[\da-fA-F]{4}\.){3}[\da-fA-F]{4}$|^(?:[\da-fA-F]{4}:){3}[\da-fA-F]{4}$/u;
/**
* [Nano ID](https://github.com/ai/nanoid) regex.
*/
const NANO_ID_REGEX = /^[\w-]+$/u;
/**
* [Octal](https://en.wikipedia.org/wiki/Octal) regex.
*/
const OCTAL_REGEX = /^(?:0o)?[0-7]+$/u;
/**
* [RFC 5322 email address](https://datatracker.ietf.org/doc/html/rfc5322#section-3.4.1) regex.
*
* Hint: This regex was taken from the [HTML Living Standard Specification](https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address) and does not perfectly represent RFC 5322.
*/
const RFC_EMAIL_REGEX = /^[a-zA-Z0-9.!#$%&'*+\/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;
/**
* [Slug](https://en.wikipedia.org/wiki/Clean_URL#Slug) regex.
*/
const SLUG_REGEX = /^[\da-z]+(?:[-_][\da-z]+)*$/u;
/**
* [ULID](https://github.com/ulid/spec) regex.
*
* Hint: We decided against the `i` flag for better JSON Schema compatibility.
* Hint: The first character is restricted to `[0-7]` because the 48-bit
* timestamp cannot exceed 2^48-1, making the maximum valid ULID
* `7ZZZZZZZZZZZZZZZZZZZZZZZZZ` in Crockford's Base32 encoding.
*/
const ULID_REGEX = /^[0-7][\da-hjkmnp-tv-zA-HJKMNP-TV-Z]{25}$/u;
/**
* [UUID](https://en.wikipedia.org/wiki/Universally_unique_identifier) regex.
*/
const UUID_REGEX = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

//#endregion
//#region src/actions/base64/base64.ts
/* @__NO_SIDE_EFFECTS__ */
function base64(message$1) {
	return {
		kind: "validation",
		type: "base64",
		reference: base64,
		async: false,
		expects: null,
		requirement: BASE64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Base64", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bic/bic.ts
/* @__NO_SIDE_EFFECTS__ */
function bic(message$1) {
	return {
		kind: "validation",
		type: "bic",
		reference: bic,
		async: false,
		expects: null,
		requirement: BIC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "BIC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/brand/brand.ts
/**
* Creates a brand transformation action.
*
* @param name The brand name.
*
* @returns A brand action.
*/
/* @__NO_SIDE_EFFECTS__ */
function brand(name) {
	return {
		kind: "transformation",
		type: "brand",
		reference: brand,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/bytes/bytes.ts
/* @__NO_SIDE_EFFECTS__ */
function bytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "bytes",
		reference: bytes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 !== this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/check.ts
/* @__NO_SIDE_EFFECTS__ */
function check(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: check,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/check/checkAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check",
		reference: checkAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItems.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItems(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItems,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) for (let index = 0; index < dataset.value.length; index++) {
				const item = dataset.value[index];
				if (!this.requirement(item, index, dataset.value)) _addIssue(this, "item", dataset, config$1, {
					input: item,
					path: [{
						type: "array",
						origin: "value",
						input: dataset.value,
						key: index,
						value: item
					}]
				});
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/checkItems/checkItemsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function checkItemsAsync(requirement, message$1) {
	return {
		kind: "validation",
		type: "check_items",
		reference: checkItemsAsync,
		async: true,
		expects: null,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.typed) {
				const requirementResults = await Promise.all(dataset.value.map(this.requirement));
				for (let index = 0; index < dataset.value.length; index++) if (!requirementResults[index]) {
					const item = dataset.value[index];
					_addIssue(this, "item", dataset, config$1, {
						input: item,
						path: [{
							type: "array",
							origin: "value",
							input: dataset.value,
							key: index,
							value: item
						}]
					});
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/codePoints/codePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function codePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "code_points",
		reference: codePoints,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/creditCard/creditCard.ts
/**
* Credit card regex.
*/
const CREDIT_CARD_REGEX = /^(?:\d{13,19}|\d{4}(?: \d{3,6}){2,4}|\d{4}(?:-\d{3,6}){2,4})$/u;
/**
* Sanitize regex.
*/
const SANITIZE_REGEX = /[- ]/gu;
/**
* Provider regex list.
*/
const PROVIDER_REGEX_LIST = (/* unused pure expression or super */ null && ([
	/^3[47]\d{13}$/u,
	/^3(?:0[0-5]|[68]\d)\d{11,13}$/u,
	/^6(?:011|5\d{2})\d{12,15}$/u,
	/^(?:2131|1800|35\d{3})\d{11}$/u,
	/^(?:5[1-5]\d{2}|222\d|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/u,
	/^(?:6[27]\d{14,17}|81\d{14,17})$/u,
	/^4\d{12}(?:\d{3,6})?$/u
]));
/* @__NO_SIDE_EFFECTS__ */
function creditCard(message$1) {
	return {
		kind: "validation",
		type: "credit_card",
		reference: creditCard,
		async: false,
		expects: null,
		requirement(input) {
			let sanitized;
			return CREDIT_CARD_REGEX.test(input) && (sanitized = input.replace(SANITIZE_REGEX, "")) && PROVIDER_REGEX_LIST.some((regex$1) => regex$1.test(sanitized)) && /* @__PURE__ */ _isLuhnAlgo(sanitized);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "credit card", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/cuid2/cuid2.ts
/* @__NO_SIDE_EFFECTS__ */
function cuid2(message$1) {
	return {
		kind: "validation",
		type: "cuid2",
		reference: cuid2,
		async: false,
		expects: null,
		requirement: CUID2_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Cuid2", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/decimal/decimal.ts
/* @__NO_SIDE_EFFECTS__ */
function decimal(message$1) {
	return {
		kind: "validation",
		type: "decimal",
		reference: decimal,
		async: false,
		expects: null,
		requirement: DECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "decimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/description/description.ts
/**
* Creates a description metadata action.
*
* @param description_ The description text.
*
* @returns A description action.
*/
/* @__NO_SIDE_EFFECTS__ */
function description(description_) {
	return {
		kind: "metadata",
		type: "description",
		reference: description,
		description: description_
	};
}

//#endregion
//#region src/actions/digits/digits.ts
/* @__NO_SIDE_EFFECTS__ */
function digits(message$1) {
	return {
		kind: "validation",
		type: "digits",
		reference: digits,
		async: false,
		expects: null,
		requirement: DIGITS_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "digits", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/domain/domain.ts
/* @__NO_SIDE_EFFECTS__ */
function domain(message$1) {
	return {
		kind: "validation",
		type: "domain",
		reference: domain,
		expects: null,
		async: false,
		requirement: DOMAIN_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "domain", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/email/email.ts
/* @__NO_SIDE_EFFECTS__ */
function email(message$1) {
	return {
		kind: "validation",
		type: "email",
		reference: email,
		expects: null,
		async: false,
		requirement: EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/emoji/emoji.ts
/* @__NO_SIDE_EFFECTS__ */
function emoji(message$1) {
	return {
		kind: "validation",
		type: "emoji",
		reference: emoji,
		async: false,
		expects: null,
		requirement: EMOJI_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "emoji", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/empty/empty.ts
/* @__NO_SIDE_EFFECTS__ */
function empty(message$1) {
	return {
		kind: "validation",
		type: "empty",
		reference: empty,
		async: false,
		expects: "0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > 0) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/endsWith/endsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function endsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "ends_with",
		reference: endsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.endsWith(this.requirement)) _addIssue(this, "end", dataset, config$1, { received: `"${dataset.value.slice(-this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/entries/entries.ts
/* @__NO_SIDE_EFFECTS__ */
function entries(requirement, message$1) {
	return {
		kind: "validation",
		type: "entries",
		reference: entries,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count !== this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/everyItem/everyItem.ts
/* @__NO_SIDE_EFFECTS__ */
function everyItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "every_item",
		reference: everyItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.every(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/examples/examples.ts
/**
* Creates an examples metadata action.
*
* @param examples_ The examples.
*
* @returns An examples action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function examples(examples_) {
	return {
		kind: "metadata",
		type: "examples",
		reference: examples,
		examples: examples_
	};
}

//#endregion
//#region src/actions/excludes/excludes.ts
/* @__NO_SIDE_EFFECTS__ */
function excludes(requirement, message$1) {
	const received = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "excludes",
		reference: excludes,
		async: false,
		expects: `!${received}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/filterItems/filterItems.ts
/* @__NO_SIDE_EFFECTS__ */
function filterItems(operation) {
	return {
		kind: "transformation",
		type: "filter_items",
		reference: filterItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.filter(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/findItem/findItem.ts
/* @__NO_SIDE_EFFECTS__ */
function findItem(operation) {
	return {
		kind: "transformation",
		type: "find_item",
		reference: findItem,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.find(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/finite/finite.ts
/* @__NO_SIDE_EFFECTS__ */
function finite(message$1) {
	return {
		kind: "validation",
		type: "finite",
		reference: finite,
		async: false,
		expects: null,
		requirement: Number.isFinite,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "finite", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/flavor/flavor.ts
/**
* Creates a flavor transformation action.
*
* @param name The flavor name.
*
* @returns A flavor action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function flavor(name) {
	return {
		kind: "transformation",
		type: "flavor",
		reference: flavor,
		async: false,
		name,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/graphemes/graphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function graphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "graphemes",
		reference: graphemes,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count !== this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/gtValue/gtValue.ts
/* @__NO_SIDE_EFFECTS__ */
function gtValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "gt_value",
		reference: gtValue,
		async: false,
		expects: `>${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value > this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/guard/guard.ts
/* @__NO_SIDE_EFFECTS__ */
function guard(requirement, message$1) {
	return {
		kind: "transformation",
		type: "guard",
		reference: guard,
		async: false,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) {
				_addIssue(this, "input", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hash/hash.ts
/**
* Hash lengths object.
*/
const HASH_LENGTHS = {
	md4: 32,
	md5: 32,
	sha1: 40,
	sha256: 64,
	sha384: 96,
	sha512: 128,
	ripemd128: 32,
	ripemd160: 40,
	tiger128: 32,
	tiger160: 40,
	tiger192: 48,
	crc32: 8,
	crc32b: 8,
	adler32: 8
};
/* @__NO_SIDE_EFFECTS__ */
function hash(types, message$1) {
	return {
		kind: "validation",
		type: "hash",
		reference: hash,
		expects: null,
		async: false,
		requirement: RegExp(types.map((type) => `^[a-fA-F0-9]{${HASH_LENGTHS[type]}}$`).join("|"), "u"),
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hash", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexadecimal/hexadecimal.ts
/* @__NO_SIDE_EFFECTS__ */
function hexadecimal(message$1) {
	return {
		kind: "validation",
		type: "hexadecimal",
		reference: hexadecimal,
		async: false,
		expects: null,
		requirement: HEXADECIMAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hexadecimal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/hexColor/hexColor.ts
/* @__NO_SIDE_EFFECTS__ */
function hexColor(message$1) {
	return {
		kind: "validation",
		type: "hex_color",
		reference: hexColor,
		async: false,
		expects: null,
		requirement: HEX_COLOR_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "hex color", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/imei/imei.ts
/* @__NO_SIDE_EFFECTS__ */
function imei(message$1) {
	return {
		kind: "validation",
		type: "imei",
		reference: imei,
		async: false,
		expects: null,
		requirement(input) {
			return IMEI_REGEX.test(input) && /* @__PURE__ */ _isLuhnAlgo(input);
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "IMEI", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/includes/includes.ts
/* @__NO_SIDE_EFFECTS__ */
function includes(requirement, message$1) {
	const expects = /* @__PURE__ */ _stringify(requirement);
	return {
		kind: "validation",
		type: "includes",
		reference: includes,
		async: false,
		expects,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.includes(this.requirement)) _addIssue(this, "content", dataset, config$1, { received: `!${expects}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/integer/integer.ts
/* @__NO_SIDE_EFFECTS__ */
function integer(message$1) {
	return {
		kind: "validation",
		type: "integer",
		reference: integer,
		async: false,
		expects: null,
		requirement: Number.isInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ip/ip.ts
/* @__NO_SIDE_EFFECTS__ */
function ip(message$1) {
	return {
		kind: "validation",
		type: "ip",
		reference: ip,
		async: false,
		expects: null,
		requirement: IP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IP", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv4/ipv4.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv4(message$1) {
	return {
		kind: "validation",
		type: "ipv4",
		reference: ipv4,
		async: false,
		expects: null,
		requirement: IPV4_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv4", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ipv6/ipv6.ts
/* @__NO_SIDE_EFFECTS__ */
function ipv6(message$1) {
	return {
		kind: "validation",
		type: "ipv6",
		reference: ipv6,
		async: false,
		expects: null,
		requirement: IPV6_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "IPv6", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn10.ts
/**
* [Validates an ISBN-10](https://en.wikipedia.org/wiki/ISBN#ISBN-10_check_digits).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-10, `false` otherwise.
*
* @internal
*/
function _isIsbn10(input) {
	const digits$1 = input.split("").map((c) => c === "X" ? 10 : parseInt(c));
	let sum = 0;
	for (let i = 0; i < 10; i++) sum += digits$1[i] * (10 - i);
	return sum % 11 === 0;
}

//#endregion
//#region src/actions/isbn/utils/_isIsbn13.ts
/**
* [Validates an ISBN-13](https://en.wikipedia.org/wiki/ISBN#ISBN-13_check_digit_calculation).
*
* @param input The input value.
*
* @returns `true` if the input is a valid ISBN-13, `false` otherwise.
*
* @internal
*/
function _isIsbn13(input) {
	const digits$1 = input.split("").map((c) => parseInt(c));
	let sum = 0;
	for (let i = 0; i < 13; i++) sum += digits$1[i] * (i % 2 === 0 ? 1 : 3);
	return sum % 10 === 0;
}

//#endregion
//#region src/actions/isbn/isbn.ts
/**
* ISBN separator regex.
*/
const ISBN_SEPARATOR_REGEX = /[- ]/gu;
/**
* ISBN-10 detection regex.
*/
const ISBN_10_DETECTION_REGEX = /^\d{9}[\dX]$/u;
/**
* ISBN-13 detection regex.
*/
const ISBN_13_DETECTION_REGEX = /^\d{13}$/u;
/* @__NO_SIDE_EFFECTS__ */
function isbn(message$1) {
	return {
		kind: "validation",
		type: "isbn",
		reference: isbn,
		async: false,
		expects: null,
		requirement(input) {
			const replacedInput = input.replace(ISBN_SEPARATOR_REGEX, "");
			if (ISBN_10_DETECTION_REGEX.test(replacedInput)) return _isIsbn10(replacedInput);
			else if (ISBN_13_DETECTION_REGEX.test(replacedInput)) return _isIsbn13(replacedInput);
			return false;
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "ISBN", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isrc/isrc.ts
/* @__NO_SIDE_EFFECTS__ */
function isrc(message$1) {
	return {
		kind: "validation",
		type: "isrc",
		reference: isrc,
		async: false,
		expects: null,
		requirement: ISRC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ISRC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDate/isoDate.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDate(message$1) {
	return {
		kind: "validation",
		type: "iso_date",
		reference: isoDate,
		async: false,
		expects: null,
		requirement: ISO_DATE_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTime/isoDateTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTime(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time",
		reference: isoDateTime,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoDateTimeSecond/isoDateTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoDateTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_date_time_second",
		reference: isoDateTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_DATE_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "date-time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTime/isoTime.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTime(message$1) {
	return {
		kind: "validation",
		type: "iso_time",
		reference: isoTime,
		async: false,
		expects: null,
		requirement: ISO_TIME_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimeSecond/isoTimeSecond.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimeSecond(message$1) {
	return {
		kind: "validation",
		type: "iso_time_second",
		reference: isoTimeSecond,
		async: false,
		expects: null,
		requirement: ISO_TIME_SECOND_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "time-second", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoTimestamp/isoTimestamp.ts
/* @__NO_SIDE_EFFECTS__ */
function isoTimestamp(message$1) {
	return {
		kind: "validation",
		type: "iso_timestamp",
		reference: isoTimestamp,
		async: false,
		expects: null,
		requirement: ISO_TIMESTAMP_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "timestamp", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/isoWeek/isoWeek.ts
/* @__NO_SIDE_EFFECTS__ */
function isoWeek(message$1) {
	return {
		kind: "validation",
		type: "iso_week",
		reference: isoWeek,
		async: false,
		expects: null,
		requirement: ISO_WEEK_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "week", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/jwsCompact/jwsCompact.ts
/* @__NO_SIDE_EFFECTS__ */
function jwsCompact(message$1) {
	return {
		kind: "validation",
		type: "jws_compact",
		reference: jwsCompact,
		async: false,
		expects: null,
		requirement: JWS_COMPACT_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "JWS compact", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ksuid/ksuid.ts
/* @__NO_SIDE_EFFECTS__ */
function ksuid(message$1) {
	return {
		kind: "validation",
		type: "ksuid",
		reference: ksuid,
		async: false,
		expects: null,
		requirement: KSUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "KSUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/length/length.ts
/* @__NO_SIDE_EFFECTS__ */
function length(requirement, message$1) {
	return {
		kind: "validation",
		type: "length",
		reference: length,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length !== this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ltValue/ltValue.ts
/* @__NO_SIDE_EFFECTS__ */
function ltValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "lt_value",
		reference: ltValue,
		async: false,
		expects: `<${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value < this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac/mac.ts
/* @__NO_SIDE_EFFECTS__ */
function mac(message$1) {
	return {
		kind: "validation",
		type: "mac",
		reference: mac,
		async: false,
		expects: null,
		requirement: MAC_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac48/mac48.ts
/* @__NO_SIDE_EFFECTS__ */
function mac48(message$1) {
	return {
		kind: "validation",
		type: "mac48",
		reference: mac48,
		async: false,
		expects: null,
		requirement: MAC48_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "48-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mac64/mac64.ts
/* @__NO_SIDE_EFFECTS__ */
function mac64(message$1) {
	return {
		kind: "validation",
		type: "mac64",
		reference: mac64,
		async: false,
		expects: null,
		requirement: MAC64_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "64-bit MAC", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/mapItems/mapItems.ts
/* @__NO_SIDE_EFFECTS__ */
function mapItems(operation) {
	return {
		kind: "transformation",
		type: "map_items",
		reference: mapItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.map(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxBytes/maxBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_bytes",
		reference: maxBytes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 > this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxCodePoints/maxCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function maxCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_code_points",
		reference: maxCodePoints,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxEntries/maxEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function maxEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_entries",
		reference: maxEntries,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count > this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxGraphemes/maxGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function maxGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_graphemes",
		reference: maxGraphemes,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count > this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxLength/maxLength.ts
/* @__NO_SIDE_EFFECTS__ */
function maxLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_length",
		reference: maxLength,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length > this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxSize/maxSize.ts
/* @__NO_SIDE_EFFECTS__ */
function maxSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_size",
		reference: maxSize,
		async: false,
		expects: `<=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size > this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxValue/maxValue.ts
/* @__NO_SIDE_EFFECTS__ */
function maxValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "max_value",
		reference: maxValue,
		async: false,
		expects: `<=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value <= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/maxWords/maxWords.ts
/* @__NO_SIDE_EFFECTS__ */
function maxWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "max_words",
		reference: maxWords,
		async: false,
		expects: `<=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count > this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/metadata/metadata.ts
/**
* Creates a custom metadata action.
*
* @param metadata_ The metadata object.
*
* @returns A metadata action.
*/
/* @__NO_SIDE_EFFECTS__ */
function metadata(metadata_) {
	return {
		kind: "metadata",
		type: "metadata",
		reference: metadata,
		metadata: metadata_
	};
}

//#endregion
//#region src/actions/mimeType/mimeType.ts
/* @__NO_SIDE_EFFECTS__ */
function mimeType(requirement, message$1) {
	return {
		kind: "validation",
		type: "mime_type",
		reference: mimeType,
		async: false,
		expects: /* @__PURE__ */ _joinExpects(requirement.map((option) => `"${option}"`), "|"),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.includes(dataset.value.type)) _addIssue(this, "MIME type", dataset, config$1, { received: `"${dataset.value.type}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minBytes/minBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function minBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_bytes",
		reference: minBytes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 < this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minCodePoints/minCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function minCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_code_points",
		reference: minCodePoints,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minEntries/minEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function minEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_entries",
		reference: minEntries,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count < this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minGraphemes/minGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function minGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_graphemes",
		reference: minGraphemes,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count < this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minLength/minLength.ts
/* @__NO_SIDE_EFFECTS__ */
function minLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_length",
		reference: minLength,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length < this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minSize/minSize.ts
/* @__NO_SIDE_EFFECTS__ */
function minSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_size",
		reference: minSize,
		async: false,
		expects: `>=${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size < this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minValue/minValue.ts
/* @__NO_SIDE_EFFECTS__ */
function minValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "min_value",
		reference: minValue,
		async: false,
		expects: `>=${requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !(dataset.value >= this.requirement)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/minWords/minWords.ts
/* @__NO_SIDE_EFFECTS__ */
function minWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "min_words",
		reference: minWords,
		async: false,
		expects: `>=${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count < this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/multipleOf/multipleOf.ts
/* @__NO_SIDE_EFFECTS__ */
function multipleOf(requirement, message$1) {
	return {
		kind: "validation",
		type: "multiple_of",
		reference: multipleOf,
		async: false,
		expects: `%${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value % this.requirement != 0) _addIssue(this, "multiple", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nanoid/nanoid.ts
/* @__NO_SIDE_EFFECTS__ */
function nanoid(message$1) {
	return {
		kind: "validation",
		type: "nanoid",
		reference: nanoid,
		async: false,
		expects: null,
		requirement: NANO_ID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "Nano ID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/nonEmpty/nonEmpty.ts
/* @__NO_SIDE_EFFECTS__ */
function nonEmpty(message$1) {
	return {
		kind: "validation",
		type: "non_empty",
		reference: nonEmpty,
		async: false,
		expects: "!0",
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === 0) _addIssue(this, "length", dataset, config$1, { received: "0" });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/normalize/normalize.ts
/* @__NO_SIDE_EFFECTS__ */
function normalize(form) {
	return {
		kind: "transformation",
		type: "normalize",
		reference: normalize,
		async: false,
		form,
		"~run"(dataset) {
			dataset.value = dataset.value.normalize(this.form);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notBytes/notBytes.ts
/* @__NO_SIDE_EFFECTS__ */
function notBytes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_bytes",
		reference: notBytes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const length$1 = /* @__PURE__ */ _getByteCount(dataset.value);
				if (length$1 === this.requirement) _addIssue(this, "bytes", dataset, config$1, { received: `${length$1}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notCodePoints/notCodePoints.ts
/* @__NO_SIDE_EFFECTS__ */
function notCodePoints(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_code_points",
		reference: notCodePoints,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getCodePointCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "code points", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notEntries/notEntries.ts
/* @__NO_SIDE_EFFECTS__ */
function notEntries(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_entries",
		reference: notEntries,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!dataset.typed) return dataset;
			const count = Object.keys(dataset.value).length;
			if (dataset.typed && count === this.requirement) _addIssue(this, "entries", dataset, config$1, { received: `${count}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notGraphemes/notGraphemes.ts
/* @__NO_SIDE_EFFECTS__ */
function notGraphemes(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_graphemes",
		reference: notGraphemes,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getGraphemeCount(dataset.value);
				if (count === this.requirement) _addIssue(this, "graphemes", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notLength/notLength.ts
/* @__NO_SIDE_EFFECTS__ */
function notLength(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_length",
		reference: notLength,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.length === this.requirement) _addIssue(this, "length", dataset, config$1, { received: `${dataset.value.length}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notSize/notSize.ts
/* @__NO_SIDE_EFFECTS__ */
function notSize(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_size",
		reference: notSize,
		async: false,
		expects: `!${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size === this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValue/notValue.ts
/* @__NO_SIDE_EFFECTS__ */
function notValue(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_value",
		reference: notValue,
		async: false,
		expects: requirement instanceof Date ? `!${requirement.toJSON()}` : `!${/* @__PURE__ */ _stringify(requirement)}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && /* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notValues/notValues.ts
/* @__NO_SIDE_EFFECTS__ */
function notValues(requirement, message$1) {
	return {
		kind: "validation",
		type: "not_values",
		reference: notValues,
		async: false,
		expects: `!${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/notWords/notWords.ts
/* @__NO_SIDE_EFFECTS__ */
function notWords(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "not_words",
		reference: notWords,
		async: false,
		expects: `!${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count === this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/octal/octal.ts
/* @__NO_SIDE_EFFECTS__ */
function octal(message$1) {
	return {
		kind: "validation",
		type: "octal",
		reference: octal,
		async: false,
		expects: null,
		requirement: OCTAL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "octal", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseBoolean/parseBoolean.ts
const TRUTHY = (/* unused pure expression or super */ null && ([
	true,
	1,
	"true",
	"1",
	"yes",
	"y",
	"on",
	"enabled"
]));
const FALSY = (/* unused pure expression or super */ null && ([
	false,
	0,
	"false",
	"0",
	"no",
	"n",
	"off",
	"disabled"
]));
/* @__NO_SIDE_EFFECTS__ */
function parseBoolean(config$1, message$1) {
	const normalize$1 = (v) => typeof v === "string" ? v.toLowerCase() : v;
	const truthyRaw = config$1?.truthy ?? TRUTHY;
	const falsyRaw = config$1?.falsy ?? FALSY;
	const truthy = config$1?.truthy ? config$1.truthy.map(normalize$1) : TRUTHY;
	const falsy = config$1?.falsy ? config$1.falsy.map(normalize$1) : FALSY;
	return {
		kind: "transformation",
		type: "parse_boolean",
		reference: parseBoolean,
		expects: /* @__PURE__ */ _joinExpects([...truthyRaw, ...falsyRaw].map(_stringify), "|"),
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			const input = normalize$1(dataset.value);
			if (truthy.includes(input)) dataset.value = true;
			else if (falsy.includes(input)) dataset.value = false;
			else {
				_addIssue(this, "boolean", dataset, config$2);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/parseJson/parseJson.ts
/* @__NO_SIDE_EFFECTS__ */
function parseJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "parse_json",
		reference: parseJson,
		config: config$1,
		message: message$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				dataset.value = JSON.parse(dataset.value, this.config?.reviver);
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/utils/_isPartiallyTyped/_isPartiallyTyped.ts
/**
* Checks if a dataset is partially typed.
*
* @param dataset The dataset to check.
* @param paths The paths to check.
*
* @returns Whether it is partially typed.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _isPartiallyTyped(dataset, paths) {
	if (dataset.issues) for (const path of paths) for (const issue of dataset.issues) {
		let typed = false;
		const bound = Math.min(path.length, issue.path?.length ?? 0);
		for (let index = 0; index < bound; index++) if (path[index] !== issue.path[index].key && (path[index] !== "$" || issue.path[index].type !== "array")) {
			typed = true;
			break;
		}
		if (!typed) return false;
	}
	return true;
}

//#endregion
//#region src/actions/partialCheck/partialCheck.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheck(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheck,
		async: false,
		expects: null,
		paths,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/partialCheck/partialCheckAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialCheckAsync(paths, requirement, message$1) {
	return {
		kind: "validation",
		type: "partial_check",
		reference: partialCheckAsync,
		async: true,
		expects: null,
		paths,
		requirement,
		message: message$1,
		async "~run"(dataset, config$1) {
			if ((dataset.typed || /* @__PURE__ */ _isPartiallyTyped(dataset, paths)) && !await this.requirement(dataset.value)) _addIssue(this, "input", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheck.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheck(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheck,
		async: false,
		expects: null,
		"~run"(dataset, config$1) {
			action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawCheck/rawCheckAsync.ts
/**
* Creates a raw check validation action.
*
* @param action The validation action.
*
* @returns A raw check action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawCheckAsync(action) {
	return {
		kind: "validation",
		type: "raw_check",
		reference: rawCheckAsync,
		async: true,
		expects: null,
		async "~run"(dataset, config$1) {
			await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info)
			});
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransform.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransform(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransform,
		async: false,
		"~run"(dataset, config$1) {
			const output = action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rawTransform/rawTransformAsync.ts
/**
* Creates a raw transformation action.
*
* @param action The transformation action.
*
* @returns A raw transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function rawTransformAsync(action) {
	return {
		kind: "transformation",
		type: "raw_transform",
		reference: rawTransformAsync,
		async: true,
		async "~run"(dataset, config$1) {
			const output = await action({
				dataset,
				config: config$1,
				addIssue: (info) => _addIssue(this, info?.label ?? "input", dataset, config$1, info),
				NEVER: null
			});
			if (dataset.issues) dataset.typed = false;
			else dataset.value = output;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/readonly/readonly.ts
/* @__NO_SIDE_EFFECTS__ */
function readonly() {
	return {
		kind: "transformation",
		type: "readonly",
		reference: readonly,
		async: false,
		"~run"(dataset) {
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/reduceItems/reduceItems.ts
/* @__NO_SIDE_EFFECTS__ */
function reduceItems(operation, initial) {
	return {
		kind: "transformation",
		type: "reduce_items",
		reference: reduceItems,
		async: false,
		operation,
		initial,
		"~run"(dataset) {
			dataset.value = dataset.value.reduce(this.operation, this.initial);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/regex/regex.ts
/* @__NO_SIDE_EFFECTS__ */
function regex(requirement, message$1) {
	return {
		kind: "validation",
		type: "regex",
		reference: regex,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "format", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returns.ts
/* @__NO_SIDE_EFFECTS__ */
function returns(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returns,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = (...args_) => {
				const returnsDataset = this.schema["~run"]({ value: func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/returns/returnsAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function returnsAsync(schema) {
	return {
		kind: "transformation",
		type: "returns",
		reference: returnsAsync,
		async: false,
		schema,
		"~run"(dataset, config$1) {
			const func = dataset.value;
			dataset.value = async (...args_) => {
				const returnsDataset = await this.schema["~run"]({ value: await func(...args_) }, config$1);
				if (returnsDataset.issues) throw new ValiError(returnsDataset.issues);
				return returnsDataset.value;
			};
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/rfcEmail/rfcEmail.ts
/* @__NO_SIDE_EFFECTS__ */
function rfcEmail(message$1) {
	return {
		kind: "validation",
		type: "rfc_email",
		reference: rfcEmail,
		expects: null,
		async: false,
		requirement: RFC_EMAIL_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "email", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/safeInteger/safeInteger.ts
/* @__NO_SIDE_EFFECTS__ */
function safeInteger(message$1) {
	return {
		kind: "validation",
		type: "safe_integer",
		reference: safeInteger,
		async: false,
		expects: null,
		requirement: Number.isSafeInteger,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "safe integer", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/size/size.ts
/* @__NO_SIDE_EFFECTS__ */
function size(requirement, message$1) {
	return {
		kind: "validation",
		type: "size",
		reference: size,
		async: false,
		expects: `${requirement}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && dataset.value.size !== this.requirement) _addIssue(this, "size", dataset, config$1, { received: `${dataset.value.size}` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/slug/slug.ts
/* @__NO_SIDE_EFFECTS__ */
function slug(message$1) {
	return {
		kind: "validation",
		type: "slug",
		reference: slug,
		async: false,
		expects: null,
		requirement: SLUG_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "slug", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/someItem/someItem.ts
/* @__NO_SIDE_EFFECTS__ */
function someItem(requirement, message$1) {
	return {
		kind: "validation",
		type: "some_item",
		reference: someItem,
		async: false,
		expects: null,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.some(this.requirement)) _addIssue(this, "item", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/sortItems/sortItems.ts
/* @__NO_SIDE_EFFECTS__ */
function sortItems(operation) {
	return {
		kind: "transformation",
		type: "sort_items",
		reference: sortItems,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = dataset.value.sort(this.operation);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/startsWith/startsWith.ts
/* @__NO_SIDE_EFFECTS__ */
function startsWith(requirement, message$1) {
	return {
		kind: "validation",
		type: "starts_with",
		reference: startsWith,
		async: false,
		expects: `"${requirement}"`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !dataset.value.startsWith(this.requirement)) _addIssue(this, "start", dataset, config$1, { received: `"${dataset.value.slice(0, this.requirement.length)}"` });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/stringifyJson/stringifyJson.ts
/* @__NO_SIDE_EFFECTS__ */
function stringifyJson(config$1, message$1) {
	return {
		kind: "transformation",
		type: "stringify_json",
		reference: stringifyJson,
		message: message$1,
		config: config$1,
		async: false,
		"~run"(dataset, config$2) {
			try {
				const output = JSON.stringify(dataset.value, this.config?.replacer, this.config?.space);
				if (output === void 0) {
					_addIssue(this, "JSON", dataset, config$2);
					dataset.typed = false;
				} else dataset.value = output;
			} catch (error) {
				if (error instanceof Error) {
					_addIssue(this, "JSON", dataset, config$2, { received: `"${error.message}"` });
					dataset.typed = false;
				} else throw error;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/title/title.ts
/**
* Creates a title metadata action.
*
* @param title_ The title text.
*
* @returns A title action.
*/
/* @__NO_SIDE_EFFECTS__ */
function title(title_) {
	return {
		kind: "metadata",
		type: "title",
		reference: title,
		title: title_
	};
}

//#endregion
//#region src/actions/toBigint/toBigint.ts
/* @__NO_SIDE_EFFECTS__ */
function toBigint(message$1) {
	return {
		kind: "transformation",
		type: "to_bigint",
		reference: toBigint,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = BigInt(dataset.value);
			} catch {
				_addIssue(this, "bigint", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toBoolean/toBoolean.ts
/**
* Creates a to boolean transformation action.
*
* @returns A to boolean action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toBoolean() {
	return {
		kind: "transformation",
		type: "to_boolean",
		reference: toBoolean,
		async: false,
		"~run"(dataset) {
			dataset.value = Boolean(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toCamelCase/toCamelCase.ts
/**
* Creates a to camel case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2Name`).
*
* @returns A to camel case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toCamelCase() {
	return {
		kind: "transformation",
		type: "to_camel_case",
		reference: toCamelCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", false, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toDate/toDate.ts
/* @__NO_SIDE_EFFECTS__ */
function toDate(message$1) {
	return {
		kind: "transformation",
		type: "to_date",
		reference: toDate,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = new Date(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "date", dataset, config$1, { received: "\"Invalid Date\"" });
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "date", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toKebabCase/toKebabCase.ts
/**
* Creates a to kebab case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse-url-value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2-name`).
*
* @returns A to kebab case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toKebabCase() {
	return {
		kind: "transformation",
		type: "to_kebab_case",
		reference: toKebabCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "-", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toLowerCase/toLowerCase.ts
/**
* Creates a to lower case transformation action.
*
* @returns A to lower case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toLowerCase() {
	return {
		kind: "transformation",
		type: "to_lower_case",
		reference: toLowerCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toLowerCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMaxValue/toMaxValue.ts
/**
* Creates a to max value transformation action.
*
* @param requirement The maximum value.
*
* @returns A to max value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMaxValue(requirement) {
	return {
		kind: "transformation",
		type: "to_max_value",
		reference: toMaxValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value > this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toMinValue/toMinValue.ts
/**
* Creates a to min value transformation action.
*
* @param requirement The minimum value.
*
* @returns A to min value action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toMinValue(requirement) {
	return {
		kind: "transformation",
		type: "to_min_value",
		reference: toMinValue,
		async: false,
		requirement,
		"~run"(dataset) {
			dataset.value = dataset.value < this.requirement ? this.requirement : dataset.value;
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toNumber/toNumber.ts
/* @__NO_SIDE_EFFECTS__ */
function toNumber(message$1) {
	return {
		kind: "transformation",
		type: "to_number",
		reference: toNumber,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = Number(dataset.value);
				if (isNaN(dataset.value)) {
					_addIssue(this, "number", dataset, config$1);
					dataset.typed = false;
				}
			} catch {
				_addIssue(this, "number", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toPascalCase/toPascalCase.ts
/**
* Creates a to pascal case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `ParseUrlValue`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `Item2Name`).
*
* @returns A to pascal case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toPascalCase() {
	return {
		kind: "transformation",
		type: "to_pascal_case",
		reference: toPascalCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "", true, true);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toSnakeCase/toSnakeCase.ts
/**
* Creates a to snake case transformation action.
*
* Words are separated by `_`, `-` and ASCII whitespace, as well as by case
* and acronym boundaries.
*
* Hint: Acronym runs are normalized to lowercase (e.g. `parseURLValue` →
* `parse_url_value`) and digits stay attached to the preceding token (e.g.
* `item2Name` → `item2_name`).
*
* @returns A to snake case action.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function toSnakeCase() {
	return {
		kind: "transformation",
		type: "to_snake_case",
		reference: toSnakeCase,
		async: false,
		"~run"(dataset) {
			dataset.value = /* @__PURE__ */ _formatCase(dataset.value, "_", false, false);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toString/toString.ts
/* @__NO_SIDE_EFFECTS__ */
function toString(message$1) {
	return {
		kind: "transformation",
		type: "to_string",
		reference: toString,
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			try {
				dataset.value = String(dataset.value);
			} catch {
				_addIssue(this, "string", dataset, config$1);
				dataset.typed = false;
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/toUpperCase/toUpperCase.ts
/**
* Creates a to upper case transformation action.
*
* @returns A to upper case action.
*/
/* @__NO_SIDE_EFFECTS__ */
function toUpperCase() {
	return {
		kind: "transformation",
		type: "to_upper_case",
		reference: toUpperCase,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.toUpperCase();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transform.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transform(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transform,
		async: false,
		operation,
		"~run"(dataset) {
			dataset.value = this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/transform/transformAsync.ts
/**
* Creates a custom transformation action.
*
* @param operation The transformation operation.
*
* @returns A transform action.
*/
/* @__NO_SIDE_EFFECTS__ */
function transformAsync(operation) {
	return {
		kind: "transformation",
		type: "transform",
		reference: transformAsync,
		async: true,
		operation,
		async "~run"(dataset) {
			dataset.value = await this.operation(dataset.value);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trim/trim.ts
/**
* Creates a trim transformation action.
*
* @returns A trim action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trim() {
	return {
		kind: "transformation",
		type: "trim",
		reference: trim,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trim();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimEnd/trimEnd.ts
/**
* Creates a trim end transformation action.
*
* @returns A trim end action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimEnd() {
	return {
		kind: "transformation",
		type: "trim_end",
		reference: trimEnd,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimEnd();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/trimStart/trimStart.ts
/**
* Creates a trim start transformation action.
*
* @returns A trim start action.
*/
/* @__NO_SIDE_EFFECTS__ */
function trimStart() {
	return {
		kind: "transformation",
		type: "trim_start",
		reference: trimStart,
		async: false,
		"~run"(dataset) {
			dataset.value = dataset.value.trimStart();
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/ulid/ulid.ts
/* @__NO_SIDE_EFFECTS__ */
function ulid(message$1) {
	return {
		kind: "validation",
		type: "ulid",
		reference: ulid,
		async: false,
		expects: null,
		requirement: ULID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "ULID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/url/url.ts
/* @__NO_SIDE_EFFECTS__ */
function url(message$1) {
	return {
		kind: "validation",
		type: "url",
		reference: url,
		async: false,
		expects: null,
		requirement(input) {
			try {
				if (URL.canParse) return URL.canParse(input);
				new URL(input);
				return true;
			} catch {
				return false;
			}
		},
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement(dataset.value)) _addIssue(this, "URL", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/uuid/uuid.ts
/* @__NO_SIDE_EFFECTS__ */
function uuid(message$1) {
	return {
		kind: "validation",
		type: "uuid",
		reference: uuid,
		async: false,
		expects: null,
		requirement: UUID_REGEX,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.test(dataset.value)) _addIssue(this, "UUID", dataset, config$1);
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/value/value.ts
/* @__NO_SIDE_EFFECTS__ */
function value(requirement, message$1) {
	return {
		kind: "validation",
		type: "value",
		reference: value,
		async: false,
		expects: requirement instanceof Date ? requirement.toJSON() : /* @__PURE__ */ _stringify(requirement),
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !/* @__PURE__ */ _isValueMatch(this.requirement, dataset.value)) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/values/values.ts
/* @__NO_SIDE_EFFECTS__ */
function values(requirement, message$1) {
	return {
		kind: "validation",
		type: "values",
		reference: values,
		async: false,
		expects: `${/* @__PURE__ */ _joinExpects(requirement.map((value$1) => value$1 instanceof Date ? value$1.toJSON() : /* @__PURE__ */ _stringify(value$1)), "|")}`,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed && !this.requirement.some((requirement$1) => /* @__PURE__ */ _isValueMatch(requirement$1, dataset.value))) _addIssue(this, "value", dataset, config$1, { received: dataset.value instanceof Date ? dataset.value.toJSON() : /* @__PURE__ */ _stringify(dataset.value) });
			return dataset;
		}
	};
}

//#endregion
//#region src/actions/words/words.ts
/* @__NO_SIDE_EFFECTS__ */
function words(locales, requirement, message$1) {
	return {
		kind: "validation",
		type: "words",
		reference: words,
		async: false,
		expects: `${requirement}`,
		locales,
		requirement,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.typed) {
				const count = /* @__PURE__ */ _getWordCount(this.locales, dataset.value);
				if (count !== this.requirement) _addIssue(this, "words", dataset, config$1, { received: `${count}` });
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/const.ts
const ABORT_EARLY_CONFIG = { abortEarly: true };

//#endregion
//#region src/methods/assert/assert.ts
/**
* Checks if the input matches the schema. As this is an assertion function, it
* can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*/
function assert(schema, input) {
	const issues = schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
	if (issues) throw new ValiError(issues);
}

//#endregion
//#region src/methods/cache/_LruCache.ts
/**
* Efficient LRU cache using Map iteration order.
*/
var _LruCache = class {
	constructor(config$1) {
		this.refCount = 0;
		this.maxSize = config$1?.maxSize ?? 1e3;
		this.maxAge = config$1?.maxAge ?? Infinity;
		this.hasMaxAge = isFinite(this.maxAge);
	}
	/**
	* Stringifies an unknown input to a cache key component.
	*
	* @param input The unknown input.
	*
	* @returns A cache key component.
	*/
	stringify(input) {
		const type = typeof input;
		if (type === "string") return `"${input}"`;
		if (type === "number" || type === "boolean") return `${input}`;
		if (type === "bigint") return `${input}n`;
		if (type === "object" || type === "function") {
			if (input) {
				this.refIds ?? (this.refIds = /* @__PURE__ */ new WeakMap());
				let id = this.refIds.get(input);
				if (!id) {
					id = ++this.refCount;
					this.refIds.set(input, id);
				}
				return `#${id}`;
			}
			return "null";
		}
		return type;
	}
	/**
	* Creates a cache key from input and config.
	*
	* @param input The input value.
	* @param config The parse configuration.
	*
	* @returns The cache key.
	*/
	key(input, config$1 = {}) {
		return `${this.stringify(input)}|${this.stringify(config$1.lang)}|${this.stringify(config$1.message)}|${this.stringify(config$1.abortEarly)}|${this.stringify(config$1.abortPipeEarly)}`;
	}
	/**
	* Gets a value from the cache by key.
	*
	* @param key The cache key.
	*
	* @returns The cached value.
	*/
	get(key) {
		if (!this.store) return void 0;
		const entry = this.store.get(key);
		if (!entry) return void 0;
		if (this.hasMaxAge && Date.now() - entry[1] > this.maxAge) {
			this.store.delete(key);
			return;
		}
		this.store.delete(key);
		this.store.set(key, entry);
		return entry[0];
	}
	/**
	* Sets a value in the cache by key.
	*
	* @param key The cache key.
	* @param value The cached value.
	*/
	set(key, value$1) {
		this.store ?? (this.store = /* @__PURE__ */ new Map());
		this.store.delete(key);
		const timestamp = this.hasMaxAge ? Date.now() : 0;
		this.store.set(key, [value$1, timestamp]);
		if (this.store.size > this.maxSize) this.store.delete(this.store.keys().next().value);
	}
	/**
	* Clears all entries from the cache.
	*/
	clear() {
		this.store?.clear();
	}
};

//#endregion
//#region src/methods/cache/cache.ts
/* @__NO_SIDE_EFFECTS__ */
function cache(schema, config$1) {
	return _standardSchema({
		...schema,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		"~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			let outputDataset = this.cache.get(key);
			if (!outputDataset) this.cache.set(key, outputDataset = schema["~run"](dataset, runConfig));
			return /* @__PURE__ */ _cloneDataset(outputDataset);
		}
	});
}

//#endregion
//#region src/methods/cache/cacheAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function cacheAsync(schema, config$1) {
	let activeRuns;
	return _standardSchema({
		...schema,
		async: true,
		cacheConfig: config$1,
		cache: new _LruCache(config$1),
		async "~run"(dataset, runConfig) {
			const key = this.cache.key(dataset.value, runConfig);
			const cached = this.cache.get(key);
			if (cached) return /* @__PURE__ */ _cloneDataset(cached);
			let promise$1 = activeRuns?.get(key);
			if (!promise$1) {
				activeRuns ?? (activeRuns = /* @__PURE__ */ new Map());
				promise$1 = Promise.resolve(schema["~run"](dataset, runConfig));
				activeRuns.set(key, promise$1);
			}
			try {
				const outputDataset = await promise$1;
				this.cache.set(key, outputDataset);
				return /* @__PURE__ */ _cloneDataset(outputDataset);
			} finally {
				activeRuns?.delete(key);
			}
		}
	});
}

//#endregion
//#region src/methods/config/config.ts
/**
* Changes the local configuration of a schema.
*
* @param schema The schema to configure.
* @param config The parse configuration.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function config(schema, config$1) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config_) {
			return schema["~run"](dataset, {
				...config_,
				...config$1
			});
		}
	});
}

//#endregion
//#region src/methods/getFallback/getFallback.ts
/**
* Returns the fallback value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The output dataset if available.
* @param config The config if available.
*
* @returns The fallback value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallback(schema, dataset, config$1) {
	return typeof schema.fallback === "function" ? schema.fallback(dataset, config$1) : schema.fallback;
}

//#endregion
//#region src/methods/fallback/fallback.ts
/**
* Returns a fallback value as output if the input does not match the schema.
*
* @param schema The schema to catch.
* @param fallback The fallback value.
*
* @returns The passed schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function fallback(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		"~run"(dataset, config$1) {
			const outputDataset = schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/fallback/fallbackAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function fallbackAsync(schema, fallback$1) {
	return _standardSchema({
		...schema,
		fallback: fallback$1,
		async: true,
		async "~run"(dataset, config$1) {
			const outputDataset = await schema["~run"](dataset, config$1);
			return outputDataset.issues ? {
				typed: true,
				value: await /* @__PURE__ */ getFallback(this, outputDataset, config$1)
			} : outputDataset;
		}
	});
}

//#endregion
//#region src/methods/flatten/flatten.ts
/* @__NO_SIDE_EFFECTS__ */
function flatten(issues) {
	const flatErrors = {};
	for (const issue of issues) if (issue.path) {
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) {
			if (!flatErrors.nested) flatErrors.nested = {};
			if (Object.prototype.hasOwnProperty.call(flatErrors.nested, dotPath)) flatErrors.nested[dotPath].push(issue.message);
			else flatErrors.nested[dotPath] = [issue.message];
		} else if (flatErrors.other) flatErrors.other.push(issue.message);
		else flatErrors.other = [issue.message];
	} else if (flatErrors.root) flatErrors.root.push(issue.message);
	else flatErrors.root = [issue.message];
	return flatErrors;
}

//#endregion
//#region src/methods/forward/forward.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forward(action, path) {
	return {
		...action,
		"~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/forward/forwardAsync.ts
/**
* Forwards the issues of the passed validation action.
*
* @param action The validation action.
* @param path The path to forward the issues to.
*
* @returns The modified action.
*/
/* @__NO_SIDE_EFFECTS__ */
function forwardAsync(action, path) {
	return {
		...action,
		async: true,
		async "~run"(dataset, config$1) {
			const prevIssues = dataset.issues && [...dataset.issues];
			dataset = await action["~run"](dataset, config$1);
			if (dataset.issues) {
				for (const issue of dataset.issues) if (!prevIssues?.includes(issue)) {
					let pathInput = dataset.value;
					for (const key of path) {
						const pathValue = pathInput[key];
						const pathItem = {
							type: "unknown",
							origin: "value",
							input: pathInput,
							key,
							value: pathValue
						};
						if (issue.path) issue.path.push(pathItem);
						else issue.path = [pathItem];
						if (!pathValue) break;
						pathInput = pathValue;
					}
				}
			}
			return dataset;
		}
	};
}

//#endregion
//#region src/methods/getDefault/getDefault.ts
/**
* Returns the default value of the schema.
*
* @param schema The schema to get it from.
* @param dataset The input dataset if available.
* @param config The config if available.
*
* @returns The default value.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefault(schema, dataset, config$1) {
	return typeof schema.default === "function" ? schema.default(dataset, config$1) : schema.default;
}

//#endregion
//#region src/methods/getDefaults/getDefaults.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getDefaults(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getDefaults(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getDefaults);
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDefaults/getDefaultsAsync.ts
/**
* Returns the default values of the schema.
*
* Hint: The difference to `getDefault` is that for object and tuple schemas
* this function recursively returns the default values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The default values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getDefaultsAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getDefaultsAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getDefaultsAsync));
	return /* @__PURE__ */ getDefault(schema);
}

//#endregion
//#region src/methods/getDescription/getDescription.ts
/**
* Returns the description of the schema.
*
* If multiple descriptions are defined, the last one of the highest level is
* returned. If no description is defined, `undefined` is returned.
*
* @param schema The schema to get the description from.
*
* @returns The description, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getDescription(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "description");
}

//#endregion
//#region src/methods/getExamples/getExamples.ts
/**
* Returns the examples of a schema.
*
* If multiple examples are defined, it concatenates them using depth-first
* search. If no examples are defined, an empty array is returned.
*
* @param schema The schema to get the examples from.
*
* @returns The examples, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getExamples(schema) {
	const examples$1 = [];
	function depthFirstCollect(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstCollect(item);
			else if (item.kind === "metadata" && item.type === "examples") for (const example of item.examples) examples$1.push(example);
		}
	}
	depthFirstCollect(schema);
	return examples$1;
}

//#endregion
//#region src/methods/getFallbacks/getFallbacks.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
function getFallbacks(schema) {
	if ("entries" in schema) {
		const object$1 = {};
		for (const key in schema.entries) object$1[key] = /* @__PURE__ */ getFallbacks(schema.entries[key]);
		return object$1;
	}
	if ("items" in schema) return schema.items.map(getFallbacks);
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getFallbacks/getFallbacksAsync.ts
/**
* Returns the fallback values of the schema.
*
* Hint: The difference to `getFallback` is that for object and tuple schemas
* this function recursively returns the fallback values of the subschemas
* instead of `undefined`.
*
* @param schema The schema to get them from.
*
* @returns The fallback values.
*/
/* @__NO_SIDE_EFFECTS__ */
async function getFallbacksAsync(schema) {
	if ("entries" in schema) return Object.fromEntries(await Promise.all(Object.entries(schema.entries).map(async ([key, value$1]) => [key, await /* @__PURE__ */ getFallbacksAsync(value$1)])));
	if ("items" in schema) return Promise.all(schema.items.map(getFallbacksAsync));
	return /* @__PURE__ */ getFallback(schema);
}

//#endregion
//#region src/methods/getMetadata/getMetadata.ts
/**
* Returns the metadata of a schema.
*
* If multiple metadata are defined, it shallowly merges them using depth-first
* search. If no metadata is defined, an empty object is returned.
*
* @param schema Schema to get the metadata from.
*
* @returns The metadata, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getMetadata(schema) {
	const result = {};
	function depthFirstMerge(schema$1) {
		if ("pipe" in schema$1) {
			for (const item of schema$1.pipe) if (item.kind === "schema" && "pipe" in item) depthFirstMerge(item);
			else if (item.kind === "metadata" && item.type === "metadata") Object.assign(result, item.metadata);
		}
	}
	depthFirstMerge(schema);
	return result;
}

//#endregion
//#region src/methods/getTitle/getTitle.ts
/**
* Returns the title of the schema.
*
* If multiple titles are defined, the last one of the highest level is
* returned. If no title is defined, `undefined` is returned.
*
* @param schema The schema to get the title from.
*
* @returns The title, if any.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function getTitle(schema) {
	return /* @__PURE__ */ _getLastMetadata(schema, "title");
}

//#endregion
//#region src/methods/is/is.ts
/**
* Checks if the input matches the schema. By using a type predicate, this
* function can be used as a type guard.
*
* @param schema The schema to be used.
* @param input The input to be tested.
*
* @returns Whether the input matches the schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function is(schema, input) {
	return !schema["~run"]({ value: input }, ABORT_EARLY_CONFIG).issues;
}

//#endregion
//#region src/schemas/any/any.ts
/**
* Creates an any schema.
*
* Hint: This schema function exists only for completeness and is not
* recommended in practice. Instead, `unknown` should be used to accept
* unknown data.
*
* @returns An any schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function any() {
	return _standardSchema({
		kind: "schema",
		type: "any",
		reference: any,
		expects: "any",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/array.ts
/* @__NO_SIDE_EFFECTS__ */
function array(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: array,
		expects: "Array",
		async: false,
		item,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.item["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/array/arrayAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function arrayAsync(item, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "array",
		reference: arrayAsync,
		expects: "Array",
		async: true,
		item,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(input.map((value$1) => this.item["~run"]({ value: value$1 }, config$1)));
				for (let key = 0; key < itemDatasets.length; key++) {
					const itemDataset = itemDatasets[key];
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: input[key]
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/bigint/bigint.ts
/* @__NO_SIDE_EFFECTS__ */
function bigint(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "bigint",
		reference: bigint,
		expects: "bigint",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "bigint") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/blob/blob.ts
/* @__NO_SIDE_EFFECTS__ */
function blob(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "blob",
		reference: blob,
		expects: "Blob",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Blob) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/boolean/boolean.ts
/* @__NO_SIDE_EFFECTS__ */
function boolean(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "boolean",
		reference: boolean,
		expects: "boolean",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "boolean") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/custom.ts
/* @__NO_SIDE_EFFECTS__ */
function custom(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: custom,
		expects: "unknown",
		async: false,
		check: check$1,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/custom/customAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function customAsync(check$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "custom",
		reference: customAsync,
		expects: "unknown",
		async: true,
		check: check$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (await this.check(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/date/date.ts
/* @__NO_SIDE_EFFECTS__ */
function date(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "date",
		reference: date,
		expects: "Date",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Date) if (!isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1, { received: "\"Invalid Date\"" });
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/enum/enum.ts
/* @__NO_SIDE_EFFECTS__ */
function enum_(enum__, message$1) {
	const options = [];
	for (const key in enum__) if (`${+key}` !== key || typeof enum__[key] !== "string" || !Object.is(enum__[enum__[key]], +key)) options.push(enum__[key]);
	return _standardSchema({
		kind: "schema",
		type: "enum",
		reference: enum_,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		enum: enum__,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptional,
		expects: wrapped.expects,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/exactOptional/exactOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function exactOptionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "exact_optional",
		reference: exactOptionalAsync,
		expects: wrapped.expects,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/file/file.ts
/* @__NO_SIDE_EFFECTS__ */
function file(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "file",
		reference: file,
		expects: "File",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof File) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/function/function.ts
/* @__NO_SIDE_EFFECTS__ */
function function_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "function",
		reference: function_,
		expects: "Function",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "function") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/instance/instance.ts
/* @__NO_SIDE_EFFECTS__ */
function instance(class_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "instance",
		reference: instance,
		expects: class_.name,
		async: false,
		class: class_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof this.class) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/utils/_merge/_merge.ts
/**
* Merges two values into one single output.
*
* @param value1 First value.
* @param value2 Second value.
*
* @returns The merge dataset.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _merge(value1, value2) {
	if (typeof value1 === typeof value2) {
		if (/* @__PURE__ */ _isSameValueZero(value1, value2) || value1 instanceof Date && value2 instanceof Date && /* @__PURE__ */ _isSameValueZero(+value1, +value2)) return { value: value1 };
		if (value1 && value2 && value1.constructor === Object && value2.constructor === Object) {
			const nextValue = {
				...value1,
				...value2
			};
			for (const key in value2) if (Object.prototype.hasOwnProperty.call(value1, key) && Object.prototype.hasOwnProperty.call(value2, key)) {
				const dataset = /* @__PURE__ */ _merge(value1[key], value2[key]);
				if (dataset.issue) return dataset;
				nextValue[key] = dataset.value;
			}
			return { value: nextValue };
		}
		if (Array.isArray(value1) && Array.isArray(value2)) {
			if (value1.length === value2.length) {
				const nextValue = [...value1];
				for (let index = 0; index < value1.length; index++) {
					const dataset = /* @__PURE__ */ _merge(value1[index], value2[index]);
					if (dataset.issue) return dataset;
					nextValue[index] = dataset.value;
				}
				return { value: nextValue };
			}
		}
	}
	return { issue: true };
}

//#endregion
//#region src/schemas/intersect/intersect.ts
/* @__NO_SIDE_EFFECTS__ */
function intersect(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersect,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				for (const schema of this.options) {
					const optionDataset = schema["~run"]({ value: input }, config$1);
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/intersect/intersectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function intersectAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "intersect",
		reference: intersectAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "&"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (this.options.length) {
				const input = dataset.value;
				let outputs;
				dataset.typed = true;
				const optionDatasets = await Promise.all(this.options.map((schema) => schema["~run"]({ value: input }, config$1)));
				for (const optionDataset of optionDatasets) {
					if (optionDataset.issues) {
						if (dataset.issues) for (const issue of optionDataset.issues) dataset.issues.push(issue);
						else dataset.issues = optionDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!optionDataset.typed) dataset.typed = false;
					if (dataset.typed) if (outputs) outputs.push(optionDataset.value);
					else outputs = [optionDataset.value];
				}
				if (dataset.typed) {
					dataset.value = outputs[0];
					for (let index = 1; index < outputs.length; index++) {
						const mergeDataset = /* @__PURE__ */ _merge(dataset.value, outputs[index]);
						if (mergeDataset.issue) {
							_addIssue(this, "type", dataset, config$1, { received: "unknown" });
							break;
						}
						dataset.value = mergeDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazy.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazy(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazy,
		expects: "unknown",
		async: false,
		getter,
		"~run"(dataset, config$1) {
			return this.getter(dataset.value)["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/lazy/lazyAsync.ts
/**
* Creates a lazy schema.
*
* @param getter The schema getter.
*
* @returns A lazy schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function lazyAsync(getter) {
	return _standardSchema({
		kind: "schema",
		type: "lazy",
		reference: lazyAsync,
		expects: "unknown",
		async: true,
		getter,
		async "~run"(dataset, config$1) {
			return (await this.getter(dataset.value))["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/literal/literal.ts
/* @__NO_SIDE_EFFECTS__ */
function literal(literal_, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "literal",
		reference: literal,
		expects: /* @__PURE__ */ _stringify(literal_),
		async: false,
		literal: literal_,
		message: message$1,
		"~run"(dataset, config$1) {
			if (/* @__PURE__ */ _isSameValueZero(dataset.value, this.literal)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObject.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseObject/looseObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_object",
		reference: looseObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) dataset.value[key] = input[key];
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/looseTuple/looseTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function looseTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "loose_tuple",
		reference: looseTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) dataset.value.push(input[key]);
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/map.ts
/* @__NO_SIDE_EFFECTS__ */
function map(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: map,
		expects: "Map",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				for (const [inputKey, inputValue] of input) {
					const keyDataset = this.key["~run"]({ value: inputKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/map/mapAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function mapAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "map",
		reference: mapAsync,
		expects: "Map",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Map) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Map();
				const datasets = await Promise.all([...input].map(([inputKey, inputValue]) => Promise.all([
					inputKey,
					inputValue,
					this.key["~run"]({ value: inputKey }, config$1),
					this.value["~run"]({ value: inputValue }, config$1)
				])));
				for (const [inputKey, inputValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "key",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of keyDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "map",
							origin: "value",
							input,
							key: inputKey,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					dataset.value.set(keyDataset.value, valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nan/nan.ts
/* @__NO_SIDE_EFFECTS__ */
function nan(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "nan",
		reference: nan,
		expects: "NaN",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (Number.isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/never/never.ts
/* @__NO_SIDE_EFFECTS__ */
function never(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "never",
		reference: never,
		expects: "never",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			_addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullable(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullable,
		expects: "!null",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullable/nonNullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullableAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullable",
		reference: nonNullableAsync,
		expects: "!null",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== null) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullish(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullish,
		expects: "(!null & !undefined)",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonNullish/nonNullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonNullishAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_nullish",
		reference: nonNullishAsync,
		expects: "(!null & !undefined)",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (!(dataset.value === null || dataset.value === void 0)) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === null || dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptional.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptional(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptional,
		expects: "!undefined",
		async: false,
		wrapped,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nonOptional/nonOptionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nonOptionalAsync(wrapped, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "non_optional",
		reference: nonOptionalAsync,
		expects: "!undefined",
		async: true,
		wrapped,
		message: message$1,
		async "~run"(dataset, config$1) {
			if (dataset.value !== void 0) dataset = await this.wrapped["~run"](dataset, config$1);
			if (dataset.value === void 0) _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/null/null.ts
/* @__NO_SIDE_EFFECTS__ */
function null_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "null",
		reference: null_,
		expects: "null",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === null) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullable.ts
/* @__NO_SIDE_EFFECTS__ */
function nullable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullable,
		expects: `(${wrapped.expects} | null)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullable/nullableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullable",
		reference: nullableAsync,
		expects: `(${wrapped.expects} | null)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullish.ts
/* @__NO_SIDE_EFFECTS__ */
function nullish(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullish,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/nullish/nullishAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function nullishAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "nullish",
		reference: nullishAsync,
		expects: `(${wrapped.expects} | null | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === null || dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === null || dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/number/number.ts
/* @__NO_SIDE_EFFECTS__ */
function number(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "number",
		reference: number,
		expects: "number",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "number" && !isNaN(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/object.ts
/* @__NO_SIDE_EFFECTS__ */
function object(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: object,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/object/objectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object",
		reference: objectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRest(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRest,
		expects: "Object",
		async: false,
		entries: entries$1,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (/* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)) {
						const valueDataset = this.rest["~run"]({ value: input[key] }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: input[key]
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/objectWithRest/objectWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function objectWithRestAsync(entries$1, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "object_with_rest",
		reference: objectWithRestAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				})), Promise.all(Object.entries(input).filter(([key]) => /* @__PURE__ */ _isValidObjectKey(input, key) && !Object.prototype.hasOwnProperty.call(this.entries, key)).map(async ([key, value$1]) => [
					key,
					value$1,
					await this.rest["~run"]({ value: value$1 }, config$1)
				]))]);
				for (const [key, value$1, valueSchema, valueDataset] of normalDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, valueDataset] of restDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/optional/optional.ts
/* @__NO_SIDE_EFFECTS__ */
function optional(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optional,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/optional/optionalAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function optionalAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "optional",
		reference: optionalAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/picklist/picklist.ts
/* @__NO_SIDE_EFFECTS__ */
function picklist(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "picklist",
		reference: picklist,
		expects: /* @__PURE__ */ _joinExpects(options.map(_stringify), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			if (this.options.includes(dataset.value)) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/promise/promise.ts
/* @__NO_SIDE_EFFECTS__ */
function promise(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "promise",
		reference: promise,
		expects: "Promise",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value instanceof Promise) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/record.ts
/* @__NO_SIDE_EFFECTS__ */
function record(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: record,
		expects: "Object",
		async: false,
		key,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const entryKey in input) if (/* @__PURE__ */ _isValidObjectKey(input, entryKey)) {
					const entryValue = input[entryKey];
					const keyDataset = this.key["~run"]({ value: entryKey }, config$1);
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					const valueDataset = this.value["~run"]({ value: entryValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/record/recordAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function recordAsync(key, value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "record",
		reference: recordAsync,
		expects: "Object",
		async: true,
		key,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const datasets = await Promise.all(Object.entries(input).filter(([key$1]) => /* @__PURE__ */ _isValidObjectKey(input, key$1)).map(([entryKey, entryValue]) => Promise.all([
					entryKey,
					entryValue,
					this.key["~run"]({ value: entryKey }, config$1),
					this.value["~run"]({ value: entryValue }, config$1)
				])));
				for (const [entryKey, entryValue, keyDataset, valueDataset] of datasets) {
					if (keyDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "key",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of keyDataset.issues) {
							issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = keyDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key: entryKey,
							value: entryValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!keyDataset.typed || !valueDataset.typed) dataset.typed = false;
					if (keyDataset.typed) dataset.value[keyDataset.value] = valueDataset.value;
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/set.ts
/* @__NO_SIDE_EFFECTS__ */
function set(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: set,
		expects: "Set",
		async: false,
		value: value$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				for (const inputValue of input) {
					const valueDataset = this.value["~run"]({ value: inputValue }, config$1);
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/set/setAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function setAsync(value$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "set",
		reference: setAsync,
		expects: "Set",
		async: true,
		value: value$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input instanceof Set) {
				dataset.typed = true;
				dataset.value = /* @__PURE__ */ new Set();
				const valueDatasets = await Promise.all([...input].map(async (inputValue) => [inputValue, await this.value["~run"]({ value: inputValue }, config$1)]));
				for (const [inputValue, valueDataset] of valueDatasets) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "set",
							origin: "value",
							input,
							key: null,
							value: inputValue
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value.add(valueDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObject.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObject(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObject,
		expects: "Object",
		async: false,
		entries: entries$1,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				for (const key in this.entries) {
					const valueSchema = this.entries[key];
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : /* @__PURE__ */ getDefault(valueSchema);
						const valueDataset = valueSchema["~run"]({ value: value$1 }, config$1);
						if (valueDataset.issues) {
							const pathItem = {
								type: "object",
								origin: "value",
								input,
								key,
								value: value$1
							};
							for (const issue of valueDataset.issues) {
								if (issue.path) issue.path.unshift(pathItem);
								else issue.path = [pathItem];
								dataset.issues?.push(issue);
							}
							if (!dataset.issues) dataset.issues = valueDataset.issues;
							if (config$1.abortEarly) {
								dataset.typed = false;
								break;
							}
						}
						if (!valueDataset.typed) dataset.typed = false;
						dataset.value[key] = valueDataset.value;
					} else if (valueSchema.fallback !== void 0) dataset.value[key] = /* @__PURE__ */ getFallback(valueSchema);
					else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
						_addIssue(this, "key", dataset, config$1, {
							input: void 0,
							expected: `"${key}"`,
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						if (config$1.abortEarly) break;
					}
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictObject/strictObjectAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictObjectAsync(entries$1, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_object",
		reference: strictObjectAsync,
		expects: "Object",
		async: true,
		entries: entries$1,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				dataset.typed = true;
				dataset.value = {};
				const valueDatasets = await Promise.all(Object.entries(this.entries).map(async ([key, valueSchema]) => {
					if (key in input || (valueSchema.type === "exact_optional" || valueSchema.type === "optional" || valueSchema.type === "nullish") && valueSchema.default !== void 0) {
						const value$1 = key in input ? input[key] : await /* @__PURE__ */ getDefault(valueSchema);
						return [
							key,
							value$1,
							valueSchema,
							await valueSchema["~run"]({ value: value$1 }, config$1)
						];
					}
					return [
						key,
						input[key],
						valueSchema,
						null
					];
				}));
				for (const [key, value$1, valueSchema, valueDataset] of valueDatasets) if (valueDataset) {
					if (valueDataset.issues) {
						const pathItem = {
							type: "object",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of valueDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = valueDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!valueDataset.typed) dataset.typed = false;
					dataset.value[key] = valueDataset.value;
				} else if (valueSchema.fallback !== void 0) dataset.value[key] = await /* @__PURE__ */ getFallback(valueSchema);
				else if (valueSchema.type !== "exact_optional" && valueSchema.type !== "optional" && valueSchema.type !== "nullish") {
					_addIssue(this, "key", dataset, config$1, {
						input: void 0,
						expected: `"${key}"`,
						path: [{
							type: "object",
							origin: "key",
							input,
							key,
							value: value$1
						}]
					});
					if (config$1.abortEarly) break;
				}
				if (!dataset.issues || !config$1.abortEarly) {
					for (const key in input) if (!Object.prototype.hasOwnProperty.call(this.entries, key)) {
						_addIssue(this, "key", dataset, config$1, {
							input: key,
							expected: "never",
							path: [{
								type: "object",
								origin: "key",
								input,
								key,
								value: input[key]
							}]
						});
						break;
					}
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTuple.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/strictTuple/strictTupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function strictTupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "strict_tuple",
		reference: strictTupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!(dataset.issues && config$1.abortEarly) && this.items.length < input.length) _addIssue(this, "type", dataset, config$1, {
					input: input[this.items.length],
					expected: "never",
					path: [{
						type: "array",
						origin: "value",
						input,
						key: this.items.length,
						value: input[this.items.length]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/string/string.ts
/* @__NO_SIDE_EFFECTS__ */
function string(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "string",
		reference: string,
		expects: "string",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "string") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/symbol/symbol.ts
/* @__NO_SIDE_EFFECTS__ */
function symbol(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "symbol",
		reference: symbol,
		expects: "symbol",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (typeof dataset.value === "symbol") dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tuple.ts
/* @__NO_SIDE_EFFECTS__ */
function tuple(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tuple,
		expects: "Array",
		async: false,
		items,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tuple/tupleAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleAsync(items, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple",
		reference: tupleAsync,
		expects: "Array",
		async: true,
		items,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const itemDatasets = await Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				}));
				for (const [key, value$1, itemDataset] of itemDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRest.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRest(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRest,
		expects: "Array",
		async: false,
		items,
		rest,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				for (let key = 0; key < this.items.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.items[key]["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (let key = this.items.length; key < input.length; key++) {
					const value$1 = input[key];
					const itemDataset = this.rest["~run"]({ value: value$1 }, config$1);
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/tupleWithRest/tupleWithRestAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function tupleWithRestAsync(items, rest, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "tuple_with_rest",
		reference: tupleWithRestAsync,
		expects: "Array",
		async: true,
		items,
		rest,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (Array.isArray(input)) {
				dataset.typed = true;
				dataset.value = [];
				const [normalDatasets, restDatasets] = await Promise.all([Promise.all(this.items.map(async (item, key) => {
					const value$1 = input[key];
					return [
						key,
						value$1,
						await item["~run"]({ value: value$1 }, config$1)
					];
				})), Promise.all(input.slice(this.items.length).map(async (value$1, key) => {
					return [
						key + this.items.length,
						value$1,
						await this.rest["~run"]({ value: value$1 }, config$1)
					];
				}))]);
				for (const [key, value$1, itemDataset] of normalDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
				if (!dataset.issues || !config$1.abortEarly) for (const [key, value$1, itemDataset] of restDatasets) {
					if (itemDataset.issues) {
						const pathItem = {
							type: "array",
							origin: "value",
							input,
							key,
							value: value$1
						};
						for (const issue of itemDataset.issues) {
							if (issue.path) issue.path.unshift(pathItem);
							else issue.path = [pathItem];
							dataset.issues?.push(issue);
						}
						if (!dataset.issues) dataset.issues = itemDataset.issues;
						if (config$1.abortEarly) {
							dataset.typed = false;
							break;
						}
					}
					if (!itemDataset.typed) dataset.typed = false;
					dataset.value.push(itemDataset.value);
				}
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefined/undefined.ts
/* @__NO_SIDE_EFFECTS__ */
function undefined_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "undefined",
		reference: undefined_,
		expects: "undefined",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedable.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedable(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedable,
		expects: `(${wrapped.expects} | undefined)`,
		async: false,
		wrapped,
		default: default_,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/undefinedable/undefinedableAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function undefinedableAsync(wrapped, default_) {
	return _standardSchema({
		kind: "schema",
		type: "undefinedable",
		reference: undefinedableAsync,
		expects: `(${wrapped.expects} | undefined)`,
		async: true,
		wrapped,
		default: default_,
		async "~run"(dataset, config$1) {
			if (dataset.value === void 0) {
				if (this.default !== void 0) dataset.value = await /* @__PURE__ */ getDefault(this, dataset, config$1);
				if (dataset.value === void 0) {
					dataset.typed = true;
					return dataset;
				}
			}
			return this.wrapped["~run"](dataset, config$1);
		}
	});
}

//#endregion
//#region src/schemas/union/utils/_subIssues/_subIssues.ts
/**
* Returns the sub issues of the provided datasets for the union issue.
*
* @param datasets The datasets.
*
* @returns The sub issues.
*
* @internal
*/
/* @__NO_SIDE_EFFECTS__ */
function _subIssues(datasets) {
	let issues;
	if (datasets) for (const dataset of datasets) if (issues) for (const issue of dataset.issues) issues.push(issue);
	else issues = dataset.issues;
	return issues;
}

//#endregion
//#region src/schemas/union/union.ts
/* @__NO_SIDE_EFFECTS__ */
function union(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: union,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: false,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/union/unionAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function unionAsync(options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "union",
		reference: unionAsync,
		expects: /* @__PURE__ */ _joinExpects(options.map((option) => option.expects), "|"),
		async: true,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			let validDataset;
			let typedDatasets;
			let untypedDatasets;
			for (const schema of this.options) {
				const optionDataset = await schema["~run"]({ value: dataset.value }, config$1);
				if (optionDataset.typed) if (optionDataset.issues) if (typedDatasets) typedDatasets.push(optionDataset);
				else typedDatasets = [optionDataset];
				else {
					validDataset = optionDataset;
					break;
				}
				else if (untypedDatasets) untypedDatasets.push(optionDataset);
				else untypedDatasets = [optionDataset];
			}
			if (validDataset) return validDataset;
			if (typedDatasets) {
				if (typedDatasets.length === 1) return typedDatasets[0];
				_addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(typedDatasets) });
				dataset.typed = true;
			} else if (untypedDatasets?.length === 1) return untypedDatasets[0];
			else _addIssue(this, "type", dataset, config$1, { issues: /* @__PURE__ */ _subIssues(untypedDatasets) });
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/unknown/unknown.ts
/**
* Creates a unknown schema.
*
* @returns A unknown schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unknown() {
	return _standardSchema({
		kind: "schema",
		type: "unknown",
		reference: unknown,
		expects: "unknown",
		async: false,
		"~run"(dataset) {
			dataset.typed = true;
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variant.ts
/* @__NO_SIDE_EFFECTS__ */
function variant(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variant,
		expects: "Object",
		async: false,
		key,
		options,
		message: message$1,
		"~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/variant/variantAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function variantAsync(key, options, message$1) {
	return _standardSchema({
		kind: "schema",
		type: "variant",
		reference: variantAsync,
		expects: "Object",
		async: true,
		key,
		options,
		message: message$1,
		async "~run"(dataset, config$1) {
			const input = dataset.value;
			if (input && typeof input === "object") {
				let outputDataset;
				let maxDiscriminatorPriority = 0;
				let invalidDiscriminatorKey = this.key;
				let expectedDiscriminators = [];
				const parseOptions = async (variant$1, allKeys) => {
					for (const schema of variant$1.options) {
						if (schema.type === "variant") await parseOptions(schema, new Set(allKeys).add(schema.key));
						else {
							let keysAreValid = true;
							let currentPriority = 0;
							for (const currentKey of allKeys) {
								const discriminatorSchema = schema.entries[currentKey];
								if (currentKey in input ? (await discriminatorSchema["~run"]({
									typed: false,
									value: input[currentKey]
								}, ABORT_EARLY_CONFIG)).issues : discriminatorSchema.type !== "exact_optional" && discriminatorSchema.type !== "optional" && discriminatorSchema.type !== "nullish") {
									keysAreValid = false;
									if (invalidDiscriminatorKey !== currentKey && (maxDiscriminatorPriority < currentPriority || maxDiscriminatorPriority === currentPriority && currentKey in input && !(invalidDiscriminatorKey in input))) {
										maxDiscriminatorPriority = currentPriority;
										invalidDiscriminatorKey = currentKey;
										expectedDiscriminators = [];
									}
									if (invalidDiscriminatorKey === currentKey) expectedDiscriminators.push(schema.entries[currentKey].expects);
									break;
								}
								currentPriority++;
							}
							if (keysAreValid) {
								const optionDataset = await schema["~run"]({ value: input }, config$1);
								if (!outputDataset || !outputDataset.typed && optionDataset.typed) outputDataset = optionDataset;
							}
						}
						if (outputDataset && !outputDataset.issues) break;
					}
				};
				await parseOptions(this, new Set([this.key]));
				if (outputDataset) return outputDataset;
				_addIssue(this, "type", dataset, config$1, {
					input: input[invalidDiscriminatorKey],
					expected: /* @__PURE__ */ _joinExpects(expectedDiscriminators, "|"),
					path: [{
						type: "object",
						origin: "value",
						input,
						key: invalidDiscriminatorKey,
						value: input[invalidDiscriminatorKey]
					}]
				});
			} else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/schemas/void/void.ts
/* @__NO_SIDE_EFFECTS__ */
function void_(message$1) {
	return _standardSchema({
		kind: "schema",
		type: "void",
		reference: void_,
		expects: "void",
		async: false,
		message: message$1,
		"~run"(dataset, config$1) {
			if (dataset.value === void 0) dataset.typed = true;
			else _addIssue(this, "type", dataset, config$1);
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/keyof/keyof.ts
/* @__NO_SIDE_EFFECTS__ */
function keyof(schema, message$1) {
	return /* @__PURE__ */ picklist(Object.keys(schema.entries), message$1);
}

//#endregion
//#region src/methods/message/message.ts
/**
* Changes the local message configuration of a schema.
*
* @param schema The schema to configure.
* @param message_ The error message.
*
* @returns The configured schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function message(schema, message_) {
	return _standardSchema({
		...schema,
		"~run"(dataset, config$1) {
			return schema["~run"](dataset, {
				...config$1,
				message: message_
			});
		}
	});
}

//#endregion
//#region src/methods/omit/omit.ts
/**
* Creates a modified copy of an object schema that does not contain the
* selected entries.
*
* @param schema The schema to omit from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function omit(schema, keys) {
	const entries$1 = { ...schema.entries };
	for (const key of keys) delete entries$1[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/parse/parse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
function parse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parse/parseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parsed input.
*/
async function parseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	if (dataset.issues) throw new ValiError(dataset.issues);
	return dataset.value;
}

//#endregion
//#region src/methods/parser/parser.ts
/* @__NO_SIDE_EFFECTS__ */
function parser(schema, config$1) {
	const func = (input) => parse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/parser/parserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function parserAsync(schema, config$1) {
	const func = (input) => parseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/partial/partial.ts
/* @__NO_SIDE_EFFECTS__ */
function partial(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optional(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/partial/partialAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function partialAsync(schema, keys) {
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ optionalAsync(schema.entries[key]) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pick/pick.ts
/**
* Creates a modified copy of an object schema that contains only the selected
* entries.
*
* @param schema The schema to pick from.
* @param keys The selected entries.
*
* @returns An object schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function pick(schema, keys) {
	const entries$1 = {};
	for (const key of keys) entries$1[key] = schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/pipe/pipe.ts
/* @__NO_SIDE_EFFECTS__ */
function pipe(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		"~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/pipe/pipeAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function pipeAsync(...pipe$1) {
	return _standardSchema({
		...pipe$1[0],
		pipe: pipe$1,
		async: true,
		async "~run"(dataset, config$1) {
			for (const item of pipe$1) if (item.kind !== "metadata") {
				if (dataset.issues && (item.kind === "schema" || item.kind === "transformation")) {
					dataset.typed = false;
					break;
				}
				if (!dataset.issues || !config$1.abortEarly && !config$1.abortPipeEarly) dataset = await item["~run"](dataset, config$1);
			}
			return dataset;
		}
	});
}

//#endregion
//#region src/methods/required/required.ts
/* @__NO_SIDE_EFFECTS__ */
function required(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptional(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/required/requiredAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function requiredAsync(schema, arg2, arg3) {
	const keys = Array.isArray(arg2) ? arg2 : void 0;
	const message$1 = Array.isArray(arg2) ? arg3 : arg2;
	const entries$1 = {};
	for (const key in schema.entries) entries$1[key] = !keys || keys.includes(key) ? /* @__PURE__ */ nonOptionalAsync(schema.entries[key], message$1) : schema.entries[key];
	return _standardSchema({
		...schema,
		entries: entries$1
	});
}

//#endregion
//#region src/methods/safeParse/safeParse.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
function safeParse(schema, input, config$1) {
	const dataset = schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParse/safeParseAsync.ts
/**
* Parses an unknown input based on a schema.
*
* @param schema The schema to be used.
* @param input The input to be parsed.
* @param config The parse configuration.
*
* @returns The parse result.
*/
/* @__NO_SIDE_EFFECTS__ */
async function safeParseAsync(schema, input, config$1) {
	const dataset = await schema["~run"]({ value: input }, /* @__PURE__ */ getGlobalConfig(config$1));
	return {
		typed: dataset.typed,
		success: !dataset.issues,
		output: dataset.value,
		issues: dataset.issues
	};
}

//#endregion
//#region src/methods/safeParser/safeParser.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParser(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParse(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/safeParser/safeParserAsync.ts
/* @__NO_SIDE_EFFECTS__ */
function safeParserAsync(schema, config$1) {
	const func = (input) => /* @__PURE__ */ safeParseAsync(schema, input, config$1);
	func.schema = schema;
	func.config = config$1;
	return func;
}

//#endregion
//#region src/methods/summarize/summarize.ts
/**
* Summarize the error messages of issues in a pretty-printable multi-line string.
*
* @param issues The list of issues.
*
* @returns A summary of the issues.
*
* @beta
*/
/* @__NO_SIDE_EFFECTS__ */
function summarize(issues) {
	let summary = "";
	for (const issue of issues) {
		if (summary) summary += "\n";
		summary += `× ${issue.message}`;
		const dotPath = /* @__PURE__ */ getDotPath(issue);
		if (dotPath) summary += `\n  → at ${dotPath}`;
	}
	return summary;
}

//#endregion
//#region src/methods/unwrap/unwrap.ts
/**
* Unwraps the wrapped schema.
*
* @param schema The schema to be unwrapped.
*
* @returns The unwrapped schema.
*/
/* @__NO_SIDE_EFFECTS__ */
function unwrap(schema) {
	return schema.wrapped;
}

//#endregion


/***/ }),

/***/ 8330:
/***/ ((module) => {

module.exports = {"rE":"0.1.0"};

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5581);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
